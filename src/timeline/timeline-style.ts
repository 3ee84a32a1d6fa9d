/** The page's style sheet. A row is a grid of the time, the service and one column per connection. */
export const TIMELINE_STYLE = `
:root {
  color-scheme: light dark;
  --background: light-dark(#f6f7f9, #0e1014);
  --surface: light-dark(#ffffff, #16191f);
  --line: light-dark(#e3e6eb, #2a2f39);
  --lifeline: light-dark(#d3d8e0, #363d49);
  --text: light-dark(#16181d, #eceef2);
  --muted: light-dark(#5b6270, #9aa3b2);
  --accent: light-dark(#4a3fd6, #a39bff);
  --time: 6.5rem;
  --column: 10rem;
  font: 14px / 1.45 system-ui, sans-serif;
}
[data-kind="connection"] { --kind: light-dark(#4b5563, #aab3c2) }
[data-kind="ping"] { --kind: light-dark(#566170, #8f9bad) }
[data-kind="subscription"] { --kind: light-dark(#1456b8, #82b4ff) }
[data-kind="server event"] { --kind: light-dark(#0b6b3f, #6fdca6) }
[data-kind="client event"] { --kind: light-dark(#7b2fa8, #d6a2ff) }
[data-kind="error"] { --kind: light-dark(#b01c2e, #ff9a9f) }
[data-kind="rest"] { --kind: light-dark(#8a4500, #f5b86b) }
[data-kind="webhook"] { --kind: light-dark(#0b6570, #6cd3df) }
[data-kind="step"] { --kind: light-dark(#16181d, #eceef2) }
* { box-sizing: border-box }
[hidden] { display: none !important }
body { margin: 0; height: 100dvh; display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(18rem, 27rem); background: var(--background); color: var(--text) }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1rem; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--surface) }
h1 { margin: 0; font-size: 1rem; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere }
header p { margin: 0; color: var(--muted); font-size: .85rem; font-variant-numeric: tabular-nums }
input { flex: 1 1 12rem; max-width: 22rem; padding: .35rem .7rem; font: inherit; font-size: .9rem; color: inherit; background: var(--background); border: 1px solid var(--line); border-radius: .5rem }
input::placeholder { color: var(--muted) }
.kinds { display: flex; flex-wrap: wrap; gap: .35rem }
.kinds button { padding: .15rem .6rem; font: inherit; font-size: .8rem; color: var(--kind); background: color-mix(in srgb, var(--kind) 9%, transparent); border: 1px solid color-mix(in srgb, var(--kind) 40%, transparent); border-radius: 999px; cursor: pointer }
.kinds small { font-size: .95em; font-variant-numeric: tabular-nums }
.kinds button[aria-pressed="false"] { color: var(--muted); background: none; border: 1px dashed var(--muted); text-decoration: line-through }

.chart { overflow: auto; background: var(--surface) }
.lanes, .rows { min-width: calc(var(--time) + var(--columns) * var(--column)) }
.lanes, .row { display: grid; grid-template-columns: var(--time) repeat(var(--columns), minmax(0, 1fr)); align-items: center }
.lanes { position: sticky; top: 0; z-index: 2; background: var(--surface); border-bottom: 1px solid var(--line) }
.lanes > span { padding: .5rem .25rem; text-align: center; font-weight: 600; font-size: .85rem; overflow-wrap: anywhere }
.lanes > span:first-child { padding-right: .9rem; text-align: right; color: var(--muted); font-weight: 500 }
.lanes code { display: block; color: var(--muted); font: .75rem ui-monospace, monospace }

/* The lifelines: one period of the gradient is one column, with the line in its middle. */
.rows {
  --middle: calc(50% / var(--columns));
  margin: 0; padding: .4rem 0; list-style: none;
  background: repeating-linear-gradient(90deg, transparent 0 calc(var(--middle) - .5px), var(--lifeline) calc(var(--middle) - .5px) calc(var(--middle) + .5px), transparent calc(var(--middle) + .5px) calc(2 * var(--middle))) var(--time) 0 / calc(100% - var(--time)) 100% no-repeat;
}
.row { position: relative; width: 100%; min-height: 2.9rem; padding: 0; font: inherit; text-align: left; color: inherit; background: none; border: 0; cursor: pointer; content-visibility: auto; contain-intrinsic-size: auto 2.9rem }
.row:hover { background: color-mix(in srgb, var(--kind) 7%, transparent) }
.row[aria-current="true"] { background: color-mix(in srgb, var(--kind) 15%, transparent); box-shadow: inset 3px 0 var(--kind) }
.row time { padding-right: .9rem; color: var(--muted); font-size: .8rem; font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap }

/* An arrow's cell reaches over whole columns; half of one at both ends brings it onto the lifelines. */
.arrow { display: grid; grid-template-rows: 1.3rem 1.3rem; position: relative; margin-inline: calc(50% / var(--span)); color: var(--kind); font-size: .85rem; line-height: 1.3rem }
.arrow > * { justify-self: safe end; min-width: calc(100% / (var(--span) - 1)); max-width: max(100%, 26rem); padding-inline: .9rem; text-align: center; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
.arrow b { font-weight: 600 }
.arrow small { color: var(--muted); font-size: .78rem }
.arrow::before { content: ""; position: absolute; top: calc(50% - 1px); left: 2px; right: 2px; height: 2px; background: var(--kind) }
.arrow::after { content: ""; position: absolute; top: calc(50% - 5px); border: 5px solid transparent }
.arrow.right::after { right: 1px; border-left: 8px solid var(--kind); border-right: 0 }
.arrow.left::after { left: 1px; border-right: 8px solid var(--kind); border-left: 0 }
.refused::before { content: "✕ " / "" }

.note { grid-column: 2 / -1; justify-self: start; max-width: 60%; margin-left: calc(50% / var(--columns) - .55rem); padding: .15rem .75rem; border: 1px solid color-mix(in srgb, var(--kind) 45%, transparent); border-radius: 999px; color: var(--kind); background: linear-gradient(color-mix(in srgb, var(--kind) 10%, transparent) 0 100%) var(--surface); font-size: .82rem; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
.note::before { content: ""; display: inline-block; width: .4rem; height: .4rem; margin-right: .5rem; border-radius: 50%; background: currentColor; vertical-align: .1em }
[data-kind="step"] > .note { justify-self: stretch; max-width: none; margin: 0 .9rem 0 0; border: 0; border-radius: .4rem; background: var(--background); font-weight: 600; white-space: normal }
[data-kind="step"] > .note::before { content: none }

.detail { overflow: auto; padding: 1.1rem 1.25rem; border-left: 1px solid var(--line); background: var(--background) }
.detail h2 { margin: 0; font-size: .95rem; color: var(--kind); overflow-wrap: anywhere }
.facts { margin: .15rem 0 .9rem; color: var(--muted); font-size: .82rem; overflow-wrap: anywhere }
.problem { margin: 0 0 .9rem; padding: .5rem .75rem; border-left: 3px solid var(--kind); background: color-mix(in srgb, var(--kind) 10%, transparent); font-size: .85rem; overflow-wrap: anywhere }
.detail pre { margin: 0; padding: .8rem .9rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--surface); font: 12.5px / 1.55 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.hint { margin: 0; color: var(--muted); line-height: 2 }
kbd { padding: .05rem .4rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--surface); font: .8rem ui-monospace, monospace }
.empty { margin: 0; padding: 2rem; text-align: center; color: var(--muted) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
@media (max-width: 46rem) { body { grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) } .detail { max-height: 40dvh; border-left: 0; border-top: 1px solid var(--line) } }
`
