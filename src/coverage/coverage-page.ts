import { escapeHtml } from '../timeline/escape-html.ts'
import type { CoverageData } from './collect/coverage-data.ts'
import { lackOf } from './coverage-summary.ts'
import { COLUMNS, cellsOf, describeSummary } from './coverage-table.ts'

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 1.5rem; color: light-dark(#1b1f27, #e9ecf1); background: light-dark(#ffffff, #15181e);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 18px; }
table { border-collapse: collapse; }
:is(th, td) { padding: .3rem .7rem; text-align: left; border-bottom: 1px solid light-dark(#e4e7ec, #2b313b); }
td:first-child, td:nth-child(2) { font-family: ui-monospace, monospace; }
.never td:last-child { color: light-dark(#a8201a, #ff9d94); font-weight: 600; }
`

/** The report as one HTML file that loads nothing. */
export function coveragePage(data: CoverageData): string {
  const row = (cells: readonly string[], kind: 'td' | 'th scope="col"') =>
    cells.map((cell) => `<${kind}>${escapeHtml(cell)}</${kind.slice(0, 2)}>`).join('')
  const rows = data.events.map((event) => {
    const isNever = lackOf(event) !== undefined
    return `<tr${isNever ? ' class="never"' : ''}>${row(cellsOf(event), 'td')}</tr>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Coverage of events</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Coverage of events</h1>
<p>${escapeHtml(describeSummary(data))}</p>
<table>
<thead><tr>${row(COLUMNS, 'th scope="col"')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`
}
