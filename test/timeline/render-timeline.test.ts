import { createHash } from 'node:crypto'
import { JSDOM } from 'jsdom'
import { renderTimeline, type Timeline } from 'pusher-js-fake/timeline'
import { expect, test } from 'vitest'
import { frame, HOSTILE } from './frames.ts'

const hostile: Timeline = {
  title: HOSTILE,
  frames: [
    frame({ event: HOSTILE, channel: HOSTILE, data: HOSTILE, problem: HOSTILE }),
    frame({ id: 2, event: '', data: { [HOSTILE]: [HOSTILE, null, 1.5, '\ud800'] }, raw: HOSTILE }),
  ],
  lanes: [{ socketId: '1.1', label: HOSTILE }],
  steps: [{ time: 3, label: HOSTILE, data: HOSTILE }],
  journal: [
    { kind: 'rest', time: 4, method: HOSTILE, path: HOSTILE, status: 200, body: HOSTILE },
    { kind: 'webhook', time: 5, event: { name: HOSTILE, channel: HOSTILE } },
    { kind: 'fault', time: 6, id: 1, name: HOSTILE, phase: 'begin', options: { reason: HOSTILE } },
    { kind: 'disconnection', time: 7, socketId: '1.1', code: 1006, reason: HOSTILE },
  ],
}

/** As a reader without scripts sees it. */
function withoutScripts(timeline: Timeline): Document {
  return new JSDOM(renderTimeline(timeline)).window.document
}

test('the page may run one script, its own, and load nothing', () => {
  const html = renderTimeline(hostile)
  const document = withoutScripts(hostile)
  const scripts = [...document.querySelectorAll('script:not([type])')].map(
    ({ textContent }) => textContent,
  )
  const hash = createHash('sha256').update(scripts.join()).digest('base64')
  expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toBe(
    `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`,
  )
  expect(html).not.toMatch(/(?:src|href)=["']?https?:|@import|url\(/)
})

test('names from outside stay text', () => {
  const document = withoutScripts(hostile)
  expect(document.querySelectorAll('script')).toHaveLength(2)
  expect(document.querySelector('img')).toBeNull()
  expect(document.title).toBe(`${HOSTILE} · Pusher frames`)
  expect(document.querySelector('h1')?.textContent).toBe(HOSTILE)
})

test('the data in the page give back what went in, and cannot end their element', () => {
  const json = withoutScripts(hostile).getElementById('data')?.textContent ?? ''
  expect(json).not.toMatch(/[<\u2028\u2029]/)
  const { frames, ...rest } = JSON.parse(json)
  const { frames: given, ...others } = hostile
  expect(rest).toEqual(others)
  expect(frames).toEqual(given.map(({ data: _, ...kept }) => kept))
})

test('without scripts it is a table', () => {
  const { body } = withoutScripts({
    title: 'plain',
    frames: Array.from({ length: 1_200 }, (_, index) => frame({ id: index, data: { index } })),
  })
  const rows = body.querySelectorAll('noscript tbody tr')
  expect(rows).toHaveLength(1_000)
  const cells = [...(rows[7]?.children ?? [])].map(({ textContent }) => textContent)
  expect(cells).toEqual(['0.007', 'created', '', 'service → client 1', '{"index":7}'])
  expect(body.textContent).toContain('The first 1000 of 1200 rows.')
})
