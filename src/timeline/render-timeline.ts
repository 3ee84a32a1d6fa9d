import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import { escapeHtml, escapeJson } from './escape-html.ts'
import { PAGE_STYLE } from './page/page-style.ts'
import { script, sha256 } from './page/timeline-page.ts?script'
import { plainTable } from './plain-table.ts'
import type { Timeline } from './timeline.ts'
import { TIMELINE_STYLE } from './view/timeline-style.ts'

/**
 * Draws a frame log: a lane for the service and one for each connection, frames as arrows in the order
 * of time, REST calls, webhooks and faults between them, the JSON of one at a click, a filter.
 *
 * @returns one HTML page that needs nothing else, also from a file; it may run no script but its own and
 *   load nothing. Without scripts it is a table.
 * @throws PusherFakeError `invalid_option` for what is no timeline
 *
 * @example
 * await writeFile('timeline.html', renderTimeline({
 *   title: 'checkout',
 *   frames: fake.frames(),
 *   journal: fake.journal(),
 * }))
 */
export function renderTimeline(timeline: Timeline): string {
  assertTimeline(timeline)
  const title = escapeHtml(timeline.title)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${sha256}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${title} · Pusher frames</title>
<style>${PAGE_STYLE}${TIMELINE_STYLE}</style>
</head>
<body>
<header><h1>${title}</h1><p>Pusher frames</p></header>
<main id="timeline"><noscript>${plainTable(timeline)}</noscript></main>
<script type="application/json" id="data">${escapeJson(dataOf(timeline))}</script>
<script>${script}</script>
</body>
</html>
`
}

/** What the page needs: data that a frame's `raw` has as well would only make it larger. */
function dataOf({ title, frames, journal, steps, lanes }: Timeline): Timeline {
  return {
    title,
    frames: frames.map(({ id, time, direction, socketId, event, channel, raw, data, problem }) => ({
      id,
      time,
      direction,
      socketId,
      event,
      ...(channel !== undefined && { channel }),
      ...(raw === undefined ? { data } : { raw }),
      ...(problem !== undefined && { problem }),
    })),
    ...(journal !== undefined && { journal }),
    ...(steps !== undefined && { steps }),
    ...(lanes !== undefined && { lanes }),
  }
}

/** For callers without types: a fake, or its frames alone, are no timeline. @throws PusherFakeError */
function assertTimeline(timeline: unknown): void {
  const { title, frames }: Record<string, unknown> = isRecord(timeline) ? timeline : {}
  if (typeof title === 'string' && Array.isArray(frames)) return
  throw new PusherFakeError(
    'invalid_option',
    `renderTimeline: expected a title and frames, got ${showValue(timeline)}. Write: renderTimeline({ title: 'checkout', frames: fake.frames(), journal: fake.journal() })`,
  )
}
