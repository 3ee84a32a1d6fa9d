import { escapeHtml } from '../../timeline/escape-html.ts'

/** The page that holds the inspector, in one piece. */
export function inspectorHtml(script: string, appIds: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Pusher inspector</title>
<link rel="icon" href="data:,">
<style>
html, body { height: 100%; margin: 0 }
#inspector { display: flex; flex-direction: column; height: 100% }
#inspector main { flex: 1; min-height: 0 }
.title { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%) }
.apps { padding: .5rem 1rem; font: 14px system-ui, sans-serif }
</style>
</head>
<body>
<div id="inspector" data-apps="${escapeHtml(JSON.stringify(appIds))}"></div>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`
}
