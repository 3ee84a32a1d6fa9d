/** The custom properties that a host of the inspector sets, as Storybook's theme has them. */
export interface InspectorTheme {
  readonly background: string
  readonly surface: string
  readonly line: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  readonly good: string
  readonly wait: string
  readonly bad: string
  readonly string: string
  readonly number: string
  readonly font: string
  readonly mono: string
}

/** `--pjf-` properties of a theme, for a `style` attribute. */
export function themeProperties(theme: InspectorTheme): Record<string, string> {
  return Object.fromEntries(Object.entries(theme).map(([name, value]) => [`--pjf-${name}`, value]))
}

/** The inspector's style sheet. */
export const INSPECTOR_STYLE = `
.pjf { display: flex; flex-direction: column; height: 100%; min-height: 0; container-type: size;
  color: var(--pjf-text); background: var(--pjf-background); font: 13px/1.4 var(--pjf-font); }
:where(.pjf) *, :where(.pjf) *::before { box-sizing: border-box; }
:where(.pjf) h2 { margin: 0; font-size: 11px; font-weight: 700; letter-spacing: .04em; text-transform: uppercase;
  color: var(--pjf-muted); white-space: nowrap; }
:where(.pjf) :is(ul, ol) { list-style: none; margin: 0; padding: 0; }
:where(.pjf) p { margin: 0; }
:where(.pjf) :is(code, pre, textarea) { font-family: var(--pjf-mono); }
.pjf :focus-visible { outline: 2px solid var(--pjf-accent); outline-offset: -2px; }
.pjf-empty { align-items: center; justify-content: center; gap: 4px; padding: 24px; text-align: center;
  color: var(--pjf-muted); }
.pjf-bar { display: flex; align-items: center; gap: 6px 10px; padding: 8px 14px;
  border-bottom: 1px solid var(--pjf-line); }
.pjf-badge { display: inline-flex; align-items: center; gap: 6px; padding: 2px 10px; border-radius: 99px;
  font-size: 12px; font-weight: 600; color: var(--pjf-tone);
  background: color-mix(in srgb, var(--pjf-tone) 14%, transparent); }
.pjf-badge::before { content: ''; width: 7px; height: 7px; border-radius: 50%; background: currentColor; }
.pjf-good { --pjf-tone: var(--pjf-good); } .pjf-wait { --pjf-tone: var(--pjf-wait); }
.pjf-off { --pjf-tone: var(--pjf-bad); }
.pjf-sockets { display: flex; flex: 1 1 0; gap: 10px; min-width: 0; padding-right: 2em; overflow: hidden; white-space: nowrap;
  mask-image: linear-gradient(to left, transparent, #000 2em); }
.pjf-sockets code, .pjf-key { font-size: 11px; color: var(--pjf-muted); }
.pjf-key { padding: 1px 6px; border: 1px solid var(--pjf-line); border-radius: 4px; font-family: var(--pjf-mono); }
.pjf-buttons { display: flex; gap: 6px; margin-left: auto; }
.pjf-button { appearance: none; font: inherit; font-size: 12px; font-weight: 600; cursor: pointer;
  color: var(--pjf-text); background: var(--pjf-surface); border: 1px solid var(--pjf-line); border-radius: 4px;
  padding: 3px 10px; }
.pjf-button:hover:not(:disabled) { border-color: var(--pjf-accent); }
.pjf-button:disabled { opacity: .45; cursor: default; }
.pjf-button[aria-pressed=true] { color: var(--pjf-bad); border-color: currentColor;
  background: color-mix(in srgb, var(--pjf-bad) 12%, transparent); }
.pjf-primary { color: var(--pjf-accent); border-color: currentColor; }
.pjf-body { display: grid; grid-template: auto 1fr / minmax(0, 1fr); flex: 1; min-height: 0; overflow: auto; }
.pjf-side { border-bottom: 1px solid var(--pjf-line); }
.pjf-section { padding: 12px 14px; min-width: 0; }
.pjf-side .pjf-section + .pjf-section { border-top: 1px solid var(--pjf-line); }
.pjf-hint { padding-top: 6px; color: var(--pjf-muted); font-size: 12px; }
.pjf-count { font-size: 11px; font-weight: 400; letter-spacing: 0; text-transform: none; color: var(--pjf-muted);
  white-space: nowrap; font-variant-numeric: tabular-nums; }
.pjf-channels { display: grid; gap: 10px; padding-top: 6px; }
.pjf-channel { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 10px; }
.pjf-name { overflow-wrap: anywhere; font-family: var(--pjf-mono); font-size: 12px; }
.pjf-members { display: flex; flex-wrap: wrap; gap: 4px; padding-top: 4px; }
.pjf-members li { padding: 0 8px; border-radius: 99px; font-size: 11px; line-height: 18px;
  background: color-mix(in srgb, var(--pjf-muted) 16%, transparent); }
.pjf-form { display: grid; gap: 8px; padding-top: 8px; }
.pjf-field { display: grid; gap: 3px; font-size: 11px; color: var(--pjf-muted); }
.pjf-pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(7em, 1fr)); gap: 8px; }
.pjf-input { width: 100%; min-width: 0; padding: 4px 8px; font: inherit; font-size: 12px; color: var(--pjf-text);
  background: var(--pjf-surface); border: 1px solid var(--pjf-line); border-radius: 4px; }
textarea.pjf-input { font-family: var(--pjf-mono); resize: vertical; line-height: 1.5; }
.pjf-input::-webkit-calendar-picker-indicator { display: none !important; }
.pjf-input[aria-invalid=true] { border-color: var(--pjf-bad); }
.pjf-problem { font-size: 12px; color: var(--pjf-bad); }
.pjf-problem:empty { display: none; }
.pjf-submit { position: sticky; bottom: 0; display: flex; gap: 6px; justify-content: flex-end;
  background: var(--pjf-background); }
.pjf-timeline { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
.pjf-timeline-host { flex: 1; min-height: 0; }
.pjf-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
@container (width < 640px) {
  .pjf-timeline { min-height: 36em; }
}
@container (width >= 640px) {
  .pjf-body { grid-template: minmax(0, 1fr) / minmax(15em, 19em) minmax(0, 1fr); overflow: hidden; }
  .pjf-side { overflow: auto; border: 0; border-inline-end: 1px solid var(--pjf-line); }
}
@container (height < 340px) {
  .pjf-bar { padding-block: 4px; }
  .pjf-section { padding-block: 6px; }
  .pjf-form { gap: 4px; padding-top: 4px; }
  textarea.pjf-input { height: 3.4em; min-height: 3.4em; }
}
@container (width < 640px) {
  .pjf-bar { flex-wrap: wrap; }
}
@container (width >= 900px) {
  .pjf-body { grid-template-columns: minmax(13em, 16em) minmax(0, 1fr) 21em; }
  .pjf-side { display: contents; }
  .pjf-side .pjf-section { overflow: auto; border: 0 solid var(--pjf-line); }
  .pjf-side .pjf-section + .pjf-section { order: 1; border-width: 0 0 0 1px; }
  .pjf-side .pjf-section:first-child { border-width: 0 1px 0 0; }
}
`
