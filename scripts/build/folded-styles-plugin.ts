import type { Plugin } from 'vite'

/** Lets the style sheets in our own modules go without their line breaks, which no reader of a build wants. */
export function foldedStylesPlugin(): Plugin {
  return {
    name: 'folded-styles',
    transform: (code, id) =>
      id.endsWith('-style.ts')
        ? {
            code: code.replace(/`[^`]*`/g, (text) => text.replace(/\n\s*/g, ' ')),
            map: null,
          }
        : undefined,
  }
}
