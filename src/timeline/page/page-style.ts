/** Around the timeline, where it is a page of its own. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; height: 100dvh; display: flex; flex-direction: column; color: light-dark(#1b1f27, #e9ecf1);
  background: light-dark(#ffffff, #15181e); font: 13px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; }
header { display: flex; align-items: baseline; gap: .75rem; padding: .7rem .9rem .1rem; }
h1 { margin: 0; font-size: 15px; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
header p { margin: 0; white-space: nowrap; color: light-dark(#596273, #9aa4b5); font-size: 12px; }
.theme { margin-left: auto; min-height: 1.65rem; padding: 0 .6rem; font: inherit; font-size: 12px; color: inherit; background: none;
  border: 1px solid light-dark(#e4e7ec, #2b313b); border-radius: .35rem; cursor: pointer; }
.theme:focus-visible { outline: 2px solid light-dark(#3f51c8, #9db0ff); }
main { flex: 1; min-height: 0; }
.plain { padding: 0 .9rem; overflow: auto; }
.plain table { border-collapse: collapse; font-size: 12px; }
.plain :is(th, td) { padding: .25rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid light-dark(#e4e7ec, #2b313b); }
.plain td:last-child { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { body { height: auto; display: block; } .theme { display: none; } }
`
