/**
 * The timeline's style sheet. A host may set the `--pjf-` properties of the inspector's theme and must
 * have a `color-scheme`; every size follows the timeline's own width.
 */
export const TIMELINE_STYLE = `
.pjt {
  --pjt-bg: var(--pjf-background, light-dark(#ffffff, #15181e));
  --pjt-raised: var(--pjf-surface, light-dark(#f6f7f9, #1c2027));
  --pjt-rule: var(--pjf-line, light-dark(#e4e7ec, #2b313b));
  --pjt-text: var(--pjf-text, light-dark(#1b1f27, #e9ecf1));
  --pjt-muted: var(--pjf-muted, light-dark(#596273, #9aa4b5));
  --pjt-accent: var(--pjf-accent, light-dark(#3f51c8, #9db0ff));
  --pjt-bad: light-dark(#b3202f, #ff9a96);
  --pjt-lifeline: light-dark(#c3cad6, #4a5362);
  --pjt-mono: var(--pjf-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
  --pjt-time-width: 4.75rem; --pjt-gap: .75rem; --pjt-words: 23.5rem;
  --pjt-channel-width: minmax(5rem, .42fr);
  container: pjt / size;
  display: flex; flex-direction: column; height: 100%; min-height: 0; overflow: clip;
  color: var(--pjt-text); background: var(--pjt-bg);
  font: 13px/1.45 var(--pjf-font, system-ui, -apple-system, "Segoe UI", sans-serif); font-variant-numeric: tabular-nums;
}
.pjt, .pjt * { box-sizing: border-box; }
.pjt [hidden] { display: none !important; }
.pjt :focus-visible { outline: 2px solid var(--pjt-accent); outline-offset: -2px; }
.pjt [data-kind="connection"], .pjt [data-kind="ping"] { --pjt-tone: light-dark(#566071, #a3adbd); }
.pjt [data-kind="subscription"] { --pjt-tone: light-dark(#1f5fb5, #86b6ff); }
.pjt [data-kind="server event"] { --pjt-tone: light-dark(#0b6e45, #6fd6a4); }
.pjt [data-kind="client event"] { --pjt-tone: light-dark(#7a3ea8, #d0a6ff); }
.pjt [data-kind="rest"] { --pjt-tone: light-dark(#85500a, #ebb765); }
.pjt [data-kind="webhook"] { --pjt-tone: light-dark(#0b6670, #6fd0dc); }
.pjt [data-kind="error"], .pjt [data-kind="fault"], .pjt [data-refused] { --pjt-tone: var(--pjt-bad); }
.pjt [data-kind="step"] { --pjt-tone: var(--pjt-text); }

.pjt-bar { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: .45rem .9rem; padding: .55rem .9rem;
  border-bottom: 1px solid var(--pjt-rule); }
.pjt-fields { min-width: 0; display: flex; gap: .4rem; flex: 1 1 42rem; }
.pjt-more { display: contents; }
.pjt-filters { display: none; }
.pjt-field { height: 1.9rem; min-width: 0; padding: 0 .5rem; font: inherit; font-size: 12.5px; color: inherit;
  background: var(--pjt-bg); border: 1px solid light-dark(#8b93a1, #6a7383); border-radius: .35rem; }
.pjt-search { flex: 2 3 9rem; max-width: 20rem; }
.pjt-search::placeholder { color: var(--pjt-muted); opacity: 1; }
select.pjt-field { flex: 1 1 8.4rem; max-width: 9.5rem; text-overflow: ellipsis; }
.pjt-kinds { display: flex; flex-wrap: wrap; gap: .3rem; }
.pjt-kind, .pjt-button { min-height: 1.65rem; padding: 0 .55rem; font: inherit; font-size: 12px; cursor: pointer;
  color: var(--pjt-text); background: none; border: 1px solid var(--pjt-rule); border-radius: .35rem; white-space: nowrap; }
.pjt-kind::before { content: ""; display: inline-block; width: .5rem; height: .5rem; margin-right: .4rem;
  border: 1.5px solid var(--pjt-tone); border-radius: 50%; background: var(--pjt-tone); }
.pjt-kind small { font-size: 11px; color: var(--pjt-muted); }
.pjt-kind[aria-pressed="false"] { border-style: dashed; color: var(--pjt-muted); }
.pjt-kind[aria-pressed="false"]::before { background: none; }
.pjt-kind[aria-pressed="false"] span { text-decoration: line-through; }
.pjt-kind:hover, .pjt-button:hover { border-color: var(--pjt-muted); }
.pjt-tail { display: flex; align-items: center; gap: .6rem; margin-left: auto; }
@container pjt (700px <= width < 900px) or (width >= 1400px) or (height < 400px) { .pjt-tail { order: 1; } }
.pjt-status { margin: 0; color: var(--pjt-muted); font-size: 12px; white-space: nowrap; }

.pjt-overview { flex: none; padding: .5rem .9rem .3rem; border-bottom: 1px solid var(--pjt-rule); background: var(--pjt-raised); }
.pjt-plot { position: relative; height: 1.7rem; cursor: crosshair; touch-action: none;
  border-bottom: 1px solid var(--pjt-lifeline); }
.pjt-plot i { position: absolute; bottom: 0; pointer-events: none; }
.pjt-bin { width: max(2px, calc(100% / 240 - 1px)); background: light-dark(#7d89a0, #78849a); border-radius: 1px 1px 0 0; }
.pjt-bad { background: var(--pjt-bad); }
.pjt-span { height: 100%; background: color-mix(in srgb, var(--pjt-bad) 14%, transparent); }
.pjt-plot .pjt-window { top: -2px; bottom: -2px; min-width: 3px; border: 1px solid var(--pjt-accent); border-radius: 2px;
  background: color-mix(in srgb, var(--pjt-accent) 9%, transparent); }
.pjt-axis { position: relative; height: 1.1rem; font-size: 11px; color: var(--pjt-muted); }
.pjt-axis span { position: absolute; top: .15rem; translate: -50% 0; white-space: nowrap; }
.pjt-axis span:first-child { translate: 0 0; }

.pjt-body { flex: 1; min-height: 0; display: flex; }
.pjt-main { flex: 1; min-width: 0; min-height: 0; display: flex; flex-direction: column; }
.pjt-chart { position: relative; flex: 1; min-height: 0; overflow: auto; overflow-anchor: none; }
.pjt-lanes, .pjt-row { display: grid; align-items: center; column-gap: var(--pjt-gap);
  grid-template-columns: var(--pjt-time-width) minmax(11rem, 1fr) var(--pjt-channel-width) var(--pjt-graph);
  min-width: calc(var(--pjt-words) + var(--pjt-graph)); padding-right: .5rem; }
.pjt-lanes { position: sticky; top: 0; z-index: 3; height: 2.1rem; font-size: 12px; color: var(--pjt-muted);
  background: var(--pjt-bg); border-bottom: 1px solid var(--pjt-rule); }
.pjt-lanes .pjt-graph { display: flex; }
.pjt-lane { flex: none; width: var(--pjt-column); padding: 0 .1rem; overflow: hidden; text-align: center; text-overflow: ellipsis;
  white-space: nowrap; color: var(--pjt-text); font-weight: 600; }
.pjt-service { color: var(--pjt-accent); }
.pjt-rows { position: relative; height: var(--pjt-height);
  min-width: calc(var(--pjt-words) + var(--pjt-graph)); }
.pjt-rows:focus-visible { outline: none; }
.pjt-row { position: absolute; left: 0; right: 0; height: var(--pjt-row); cursor: pointer; }
.pjt-row { --pjt-tint: transparent; background: var(--pjt-tint); }
.pjt-row:hover { --pjt-tint: color-mix(in srgb, var(--pjt-muted) 9%, transparent); }
.pjt-row.pjt-active { --pjt-tint: color-mix(in srgb, var(--pjt-accent) 8%, transparent); }
.pjt-row[aria-selected="true"] { --pjt-muted: var(--pjt-text); --pjt-tint: color-mix(in srgb, var(--pjt-accent) 15%, transparent); }
.pjt-rows:focus-visible .pjt-active::after { content: ""; position: absolute; inset: 0; z-index: 2; pointer-events: none;
  outline: 2px solid var(--pjt-accent); outline-offset: -2px; }
.pjt-rows:not(:focus-visible) .pjt-active:not([aria-selected="true"]) { --pjt-tint: transparent; }
.pjt-row > span, .pjt-lanes > span { min-width: 0; }
.pjt-time { padding-left: .9rem; text-align: right; color: var(--pjt-muted); font-size: 12px;
  white-space: nowrap; }
.pjt-event { container-type: inline-size; display: flex; align-items: baseline; white-space: nowrap; }
@container (width < 14rem) { .pjt-prefix { position: absolute; clip-path: inset(50%); } }
.pjt-event > * { flex: none; }
.pjt-event :is(b, .pjt-prefix, .pjt-preview i) { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
.pjt-event b { max-width: 100%; font-weight: 600; color: var(--pjt-tone); }
.pjt-fold ~ b { max-width: calc(100% - 4.5rem); }
.pjt-prefix { flex-shrink: 1; color: var(--pjt-muted); }
.pjt-preview { container-type: inline-size; flex: 1; color: var(--pjt-muted); font: 11.5px var(--pjt-mono); }
.pjt-preview i { display: block; margin-left: .55rem; font-style: normal; }
@container (width < 3rem) { .pjt-preview i { visibility: hidden; } }
.pjt-times { margin-left: .3rem; line-height: normal; padding: 0 .35rem; border-radius: .6rem; font-size: 11.5px; font-weight: 600; color: var(--pjt-tone);
  border: 1px solid color-mix(in srgb, var(--pjt-tone) 45%, transparent); background: var(--pjt-bg); }
.pjt-fold { align-self: center; width: 1.1rem; height: 1rem; position: relative; }
.pjt-fold::before { content: ""; position: absolute; left: .25rem; top: .25rem; border: .28rem solid transparent;
  border-left-color: var(--pjt-muted); transition: transform .1s; transform-origin: 25% 50%; }
.pjt-row[aria-expanded="true"] .pjt-fold::before { transform: rotate(90deg); }
.pjt-row[aria-level="2"] .pjt-event { padding-left: 1.1rem; }
.pjt-channel { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; color: var(--pjt-muted); font-size: 12px; }
[data-no-channel]:not([data-kind="step"]) .pjt-event { grid-column: 2 / 4; }
[data-no-channel] .pjt-channel { display: none; }
.pjt-row[data-kind="step"] { --pjt-tint: color-mix(in srgb, var(--pjt-muted) 10%, var(--pjt-bg)) !important; }
.pjt-row[data-kind="step"] .pjt-event { grid-column: 2 / -1; }
.pjt-row[data-kind="step"] :is(.pjt-channel, .pjt-graph) { display: none; }
.pjt-row[data-kind="step"] b::before { content: "▸ " / ""; font-weight: 400; color: var(--pjt-muted); }
.pjt-row[data-kind="fault"] b::before { content: "fault " / ""; font-weight: 400; }
.pjt-row[data-refused] .pjt-preview { color: var(--pjt-bad); font-family: inherit; }
.pjt-pause { position: absolute; top: -1.55rem; left: .9rem; right: 0; height: 1.2rem; font-size: 11px; line-height: 1.2rem;
  color: var(--pjt-muted); display: flex; align-items: center; gap: .6rem; pointer-events: none; }
.pjt-pause::after { content: ""; flex: 1; border-top: 1px dashed var(--pjt-lifeline); opacity: .7; }

.pjt-words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.pjt-row > .pjt-graph { position: relative; height: 100%; }
.pjt-graph i { position: absolute; top: 50%; }
.pjt-line { height: 2px; margin-top: -1px; background: var(--pjt-tone); }
.pjt-foot { width: 6px; height: 6px; margin: -3px 0 0 -3px; border-radius: 50%; background: var(--pjt-tone); }
.pjt-head { width: 0; height: 0; margin-top: -5px; border: 5px solid transparent; }
.pjt-head.pjt-right { margin-left: -9px; border-left: 9px solid var(--pjt-tone); border-right: 0; }
.pjt-head.pjt-left { border-right: 9px solid var(--pjt-tone); border-left: 0; }
.pjt-row[data-refused] .pjt-line { background: repeating-linear-gradient(90deg, var(--pjt-tone) 0 5px, transparent 5px 8px); }
.pjt-cross, .pjt-bolt { width: 16px; height: 16px; margin: -8px 0 0 -8px; border-radius: 50%; font: 700 11px/16px system-ui, sans-serif;
  text-align: center; color: var(--pjt-bg); background: var(--pjt-tone); }
.pjt-cross::before { content: "✕" / ""; }
.pjt-bolt::before { content: "!" / ""; }
.pjt-periods { position: absolute; inset: 0; pointer-events: none; display: grid; justify-content: end; padding-right: .5rem;
  grid-template-columns: var(--pjt-graph); }
.pjt-periods .pjt-graph { position: relative; height: var(--pjt-height); }
.pjt-life { width: 2px; margin-left: -1px; background: var(--pjt-lifeline); }
.pjt-periods .pjt-fault { position: absolute; z-index: 2; left: 0; right: 0; border-left: 3px solid var(--pjt-bad);
  background: color-mix(in srgb, var(--pjt-bad) 6%, transparent); }
.pjt-empty { margin: auto; padding: 2rem; color: var(--pjt-muted); }

.pjt-detail { flex: none; width: min(24rem, 40%); overflow: auto; padding: .8rem .9rem 1rem; border-left: 1px solid var(--pjt-rule);
  background: var(--pjt-raised); }
.pjt-detail-head { display: flex; align-items: start; justify-content: space-between; gap: .75rem; }
.pjt-detail h2 { margin: .15rem 0 0; font-size: 14px; font-weight: 650; line-height: 1.35; letter-spacing: 0; text-transform: none;
  white-space: normal; color: var(--pjt-tone); overflow-wrap: anywhere; }
.pjt-facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .15rem .8rem; margin: .6rem 0 .8rem; font-size: 12px; }
.pjt-facts dt { color: var(--pjt-muted); }
.pjt-facts dd { margin: 0; overflow-wrap: anywhere; }
.pjt-problem { margin: 0 0 .8rem; padding: .45rem .65rem; border-left: 3px solid var(--pjt-bad); border-radius: 0 .25rem .25rem 0;
  background: color-mix(in srgb, var(--pjt-bad) 9%, transparent); overflow-wrap: anywhere; }
.pjt-hint { margin: 0 0 .3rem; font-size: 12px; color: var(--pjt-muted); }
.pjt-json { margin: 0; padding: .65rem .75rem; border: 1px solid var(--pjt-rule); border-radius: .35rem; background: var(--pjt-bg);
  font: 12px/1.55 var(--pjt-mono); white-space: pre-wrap; overflow-wrap: anywhere; color: var(--pjt-text); }
.pjt-json code { display: block; padding: 0; margin: 0; font: inherit; white-space: inherit; color: inherit; background: none; }
.pjt-json-name { color: light-dark(#1f5fb5, #86b6ff); } .pjt-json-word { color: light-dark(#7a3ea8, #d0a6ff); }
.pjt-json-string { color: light-dark(#0b6e45, #8fd6a3); } .pjt-json-number { color: light-dark(#8f4700, #ffb86b); }
.pjt-wire { margin-top: .7rem; font-size: 12px; }
.pjt-wire summary { min-height: 1.5rem; color: var(--pjt-muted); cursor: pointer; }

.pjt-wide :is(.pjt-time, .pjt-event) { position: sticky; left: 0; z-index: 1; height: 100%; line-height: var(--pjt-row);
  background: linear-gradient(var(--pjt-tint, transparent) 0 0), var(--pjt-bg); }
.pjt-wide .pjt-time { margin-right: calc(-1 * var(--pjt-gap)); padding-right: var(--pjt-gap); }
.pjt-wide .pjt-event { left: calc(var(--pjt-time-width) + var(--pjt-gap)); box-shadow: 1px 0 var(--pjt-rule); }
.pjt-wide:not(.pjt-narrow) .pjt-row > .pjt-graph { grid-column: 4; }
@container pjt (width < 820px) {
  .pjt-body { flex-direction: column; }
  .pjt-detail { width: auto; max-height: 55%; border-left: 0; border-top: 1px solid var(--pjt-rule); }
}
.pjt-narrow { --pjt-time-width: 3.9rem; --pjt-gap: .4rem; --pjt-words: 13.2rem; }
.pjt-narrow :is(.pjt-lanes, .pjt-row) { grid-template-columns: var(--pjt-time-width) minmax(8rem, 1fr) var(--pjt-graph); }
.pjt-narrow .pjt-time { padding-left: .4rem; }
:is(.pjt-wide, .pjt-narrow) .pjt-row:not([data-kind="step"]) .pjt-event { grid-column: 2; }
.pjt-narrow .pjt-channel { display: none; }
@container pjt (width < 700px) or (height < 400px) {
  .pjt-overview { display: none; }
  .pjt-fields { flex-basis: 12rem; }
  .pjt-filters { display: block; min-height: 1.9rem; }
  .pjt-more { display: none; }
  .pjt-filters[aria-expanded="true"] + .pjt-more { position: absolute; z-index: 5; top: 2.6rem; left: .9rem;
    display: grid; grid-template-columns: 9.5rem 9.5rem; gap: .4rem; padding: .55rem; background: var(--pjt-bg);
    border: 1px solid var(--pjt-rule); border-radius: .35rem; box-shadow: 0 .3rem 1rem rgb(0 0 0 / 20%); }
}
@container pjt (height < 400px) {
  .pjt-bar { flex-wrap: nowrap; padding-block: .25rem; gap: .5rem; }
  .pjt-fields { flex: 0 0 auto; }
  .pjt-field, .pjt-filters { height: 1.65rem; min-height: 0; }
  .pjt-search { flex: 0 1 9rem; width: 9rem; }
  .pjt-filters[aria-expanded="true"] + .pjt-more { top: calc(100% + .2rem); }
  .pjt-kinds { flex: 1; min-width: 0; flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; padding-right: 1.5rem;
    mask-image: linear-gradient(to left, transparent, #000 1.5rem); }
  .pjt-kind { flex-shrink: 0; }
  .pjt-lanes { height: 1.5rem; }
  .pjt-pause { display: none; }
}
@container pjt (height < 400px) and (width >= 480px) {
  .pjt-body { flex-direction: row; }
  .pjt-detail { width: 42%; max-height: none; border-top: 0; border-left: 1px solid var(--pjt-rule); }
}
@media (prefers-reduced-motion: reduce) { .pjt-fold::before { transition: none; } }
@media (forced-colors: active) {
  .pjt-line, .pjt-foot, .pjt-life, .pjt-bin { forced-color-adjust: none; background: CanvasText; }
  .pjt-row.pjt-active { outline: 2px solid Highlight; outline-offset: -2px; }
}
@media print {
  .pjt { container-type: normal; }
  .pjt, .pjt-main, .pjt-chart { height: auto; overflow: visible; display: block; }
  .pjt-bar, .pjt-overview { display: none; }
  .pjt-body { display: block; }
  .pjt-row { break-inside: avoid; }
  .pjt-detail { width: auto; border: 0; }
}
`
