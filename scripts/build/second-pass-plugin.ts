import { minify } from 'terser'
import type { Plugin } from 'vite'

/**
 * Minifies a script for pages once more, which every page of a test is sent: terser finds what the bundler's own
 * minifier leaves. Only ASCII is left, since some tools hand a script to the browser in another encoding than it has.
 */
export function secondPassPlugin(): Plugin {
  return {
    name: 'second-pass',
    async generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const { code } = await minify(chunk.code, {
          ecma: 2020,
          compress: { passes: 2 },
          format: { ascii_only: true },
        })
        chunk.code = code ?? chunk.code
      }
    },
  }
}
