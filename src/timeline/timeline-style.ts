/** The page's style sheet. */
export const TIMELINE_STYLE = `
:root {
  color-scheme: light dark;
  --background: light-dark(#f6f7f9, #0e1014);
  --surface: light-dark(#ffffff, #16191f);
  --line: light-dark(#e3e6eb, #2a2f39);
  --text: light-dark(#16181d, #eceef2);
  --muted: light-dark(#5b6270, #9aa3b2);
  --accent: light-dark(#4a3fd6, #a39bff);
  font: 14px / 1.45 system-ui, sans-serif;
}
[data-kind="connection"] { --kind: light-dark(#5b6270, #9aa3b2) }
[data-kind="subscription"] { --kind: light-dark(#1456b8, #82b4ff) }
[data-kind="server event"] { --kind: light-dark(#0b6b3f, #6fdca6) }
[data-kind="client event"] { --kind: light-dark(#7b2fa8, #d6a2ff) }
[data-kind="error"] { --kind: light-dark(#a1222b, #ff9a9f) }
:is([data-kind="rest"], [data-kind="webhook"], [data-kind="step"]) { --kind: light-dark(#7a4b00, #f5c66b) }
* { box-sizing: border-box }
body { margin: 0; height: 100dvh; display: grid; grid-template: auto 1fr / 1fr minmax(16rem, 26rem); background: var(--background); color: var(--text) }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--surface) }
h1 { margin: 0; font-size: 1rem; font-weight: 650 }
header p { margin: 0; color: var(--muted) }
input { flex: 1 1 12rem; max-width: 22rem; padding: .35rem .7rem; font: inherit; color: inherit; background: var(--background); border: 1px solid var(--line); border-radius: .5rem }
.kinds { display: flex; flex-wrap: wrap; gap: .35rem }
.kinds button { padding: .15rem .65rem; font: inherit; font-size: .8rem; color: var(--kind); background: none; border: 1px solid currentColor; border-radius: 999px; cursor: pointer }
.kinds button[aria-pressed="false"] { opacity: .55; border-style: dashed; text-decoration: line-through }
.chart { overflow: auto; background: var(--surface) }
.lanes, .row { display: grid; grid-template-columns: 5.5rem 5rem repeat(var(--lanes), minmax(11rem, 1fr)); min-width: max-content; width: 100% }
.lanes { position: sticky; top: 0; z-index: 1; background: var(--surface); border-bottom: 1px solid var(--line) }
.lanes > * { padding: .5rem .25rem; text-align: center; font-weight: 600; font-size: .8rem; overflow-wrap: anywhere }
.rows { margin: 0; padding: 0; list-style: none }
.row { position: relative; align-items: center; padding: 0; font: inherit; text-align: left; color: inherit; background: none; border: 0; cursor: pointer; content-visibility: auto; contain-intrinsic-size: auto 2.6rem }
.row:hover, .row[aria-current="true"] { background: color-mix(in srgb, var(--kind) 12%, transparent) }
.row time { padding: .5rem .75rem; color: var(--muted); font-size: .78rem; font-variant-numeric: tabular-nums; text-align: right }
.arrow { display: block; padding: .3rem .5rem .55rem; text-align: center; color: var(--kind); font-size: .82rem; position: relative }
.arrow b { font-weight: 600; overflow-wrap: anywhere }
.arrow small { display: block; color: var(--muted); overflow-wrap: anywhere }
.arrow::before { content: ""; position: absolute; bottom: .3rem; left: .4rem; right: .4rem; height: 2px; background: var(--kind) }
.arrow::after { content: ""; position: absolute; bottom: calc(.3rem - 4px); border: 5px solid transparent }
.arrow.right::after { right: .2rem; border-left: 8px solid var(--kind); border-right: 0 }
.arrow.left::after { left: .2rem; border-right: 8px solid var(--kind); border-left: 0 }
.note { grid-column: 2 / -1; margin: .25rem .5rem; padding: .2rem .75rem; border: 1px dashed var(--kind); border-radius: .5rem; color: var(--kind); font-size: .82rem; text-align: center }
.detail { overflow: auto; padding: 1rem 1.25rem; border-left: 1px solid var(--line); background: var(--background) }
.detail h2 { margin: 0 0 .5rem; font-size: .9rem }
.detail pre { margin: 0; font: 12.5px / 1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.empty { padding: 2rem; text-align: center; color: var(--muted) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
@media (max-width: 46rem) { body { grid-template: auto 1fr auto / 1fr } .detail { max-height: 40dvh; border-left: 0; border-top: 1px solid var(--line) } }
`
