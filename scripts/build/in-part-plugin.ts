import type { Plugin } from 'vite'

/** A part of a module's text, and what comes in its place. */
export type Cut = readonly [part: RegExp, inItsPlace: string]

/**
 * Bundles a module without parts of it that no tree shaking finds to be unused.
 *
 * @param path the end of the module's
 */
export function inPartPlugin(path: string, cuts: readonly Cut[]): Plugin {
  return {
    name: `in-part: ${path}`,
    transform(code, id) {
      if (!id.replaceAll('\\', '/').endsWith(path)) return undefined
      let rest = code
      for (const [part, inItsPlace] of cuts) {
        if (!part.test(rest)) this.error(`${path} has nothing that matches ${part.source}`)
        rest = rest.replace(part, () => inItsPlace)
      }
      return { code: rest, map: null }
    },
  }
}
