import type { Timeline } from './timeline.ts'
import { timelineModel } from './timeline-rows.ts'
import { TIMELINE_SCRIPT } from './timeline-script.ts'
import { TIMELINE_STYLE } from './timeline-style.ts'

/**
 * Draws a frame log: a lane for the service and one for each connection, frames as arrows in the order
 * of time, the JSON of one at a click, a filter.
 *
 * @returns one HTML page that needs nothing else, also from a file
 *
 * @example
 * await writeFile('timeline.html', renderTimeline({ title: 'checkout', frames: fake.frames() }))
 */
export function renderTimeline(timeline: Timeline): string {
  const model = timelineModel(timeline)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${escapeHtml(model.title)} · Pusher frames</title>
<style>${TIMELINE_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(model.title)}</h1>
<p role="status"></p>
<input type="search" placeholder="Filter by event, channel, socket id" aria-label="Filter">
<div class="kinds" role="group" aria-label="Kinds of rows"></div>
</header>
<main class="chart">
<div class="lanes"><span>Time</span><span>Service</span></div>
<ol class="rows" aria-label="Frames"></ol>
<p class="empty" hidden>No frame to show.</p>
</main>
<aside class="detail" aria-label="Frame" tabindex="0"><p class="hint">Choose a frame to see its JSON.<br><kbd>↑</kbd> <kbd>↓</kbd> walk the frames, <kbd>/</kbd> filters them.</p></aside>
<script type="application/json" id="model">${escapeJson(model)}</script>
<script>${TIMELINE_SCRIPT}</script>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** JSON that cannot end the script element it stands in. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
