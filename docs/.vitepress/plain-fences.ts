import type { MarkdownRenderer } from 'vitepress'

/**
 * Leaves the language alone in a fence: VitePress would take digits in `from=…`, which are for the tests, for
 * lines to highlight.
 */
export function plainFences(md: MarkdownRenderer): void {
  md.core.ruler.push('plain-fences', (state) => {
    for (const token of state.tokens) {
      if (token.type === 'fence') token.info = token.info.trim().split(/\s+/)[0] ?? ''
    }
  })
}
