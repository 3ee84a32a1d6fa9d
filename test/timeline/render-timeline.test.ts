import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { renderTimeline } from '../../src/timeline/render-timeline.ts'
import type { Timeline, TimelineFrame } from '../../src/timeline/timeline.ts'

const frame = {
  id: 1,
  time: 1000,
  direction: 'in',
  socketId: '1.1',
  event: 'pusher:subscribe',
} as const satisfies TimelineFrame

const HOSTILE =
  '</script><script>document.title = "owned"</script><!--<img src=x onerror=alert(1)>\u2028"\''

function page(timeline: Timeline): Document {
  return new JSDOM(renderTimeline(timeline), { runScripts: 'dangerously' }).window.document
}

function texts(document: Document, selector: string): (string | null)[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)
}

function find<E extends HTMLElement>(document: Document, selector: string): E {
  const element = document.querySelector<E>(selector)
  if (element === null) throw new Error(`The page has no ${selector}`)
  return element
}

function press(document: Document, key: string): void {
  const { KeyboardEvent } = document.defaultView ?? globalThis
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
}

test('a lane for the service and one for each connection, labelled where a label is given', () => {
  const document = page({
    title: 'two users',
    frames: [frame, { ...frame, id: 2, socketId: '2.2' }],
    lanes: [{ socketId: '2.2', label: 'Bob' }],
  })
  expect(texts(document, '.lanes > span')).toEqual(['Time', 'Service', '1.1', 'Bob2.2'])
})

test('an arrow reaches from the service to the lane of its connection, in its direction', () => {
  const document = page({
    title: 'arrows',
    frames: [frame, { ...frame, id: 2, socketId: '2.2', direction: 'out' }],
  })
  const arrows = [...document.querySelectorAll<HTMLElement>('.arrow')]
  expect(arrows.map(({ className, style }) => [className, style.gridColumn])).toEqual([
    ['arrow left', '2 / 4'],
    ['arrow right', '2 / 5'],
  ])
})

test('frames and notes stand in the order of time, relative to the first', () => {
  const document = page({
    title: 'order',
    frames: [
      { ...frame, id: 2, time: 1030, direction: 'out', event: 'created' },
      { ...frame, channel: 'orders', time: 1000 },
    ],
    notes: [{ time: 1010, kind: 'rest', label: 'POST /events' }],
  })
  expect(texts(document, '.row')).toEqual([
    '+0 mspusher:subscribeorders',
    '+10 msPOST /events',
    '+30 mscreated',
  ])
})

test.each([
  ['pusher:connection_established', 'connection'],
  ['pusher:ping', 'ping'],
  ['pusher:pong', 'ping'],
  ['pusher:subscribe', 'subscription'],
  ['pusher_internal:member_added', 'subscription'],
  ['client-typing', 'client event'],
  ['created', 'server event'],
  ['pusher:error', 'error'],
])('%s is drawn as: %s', (event, kind) => {
  const document = page({ title: 'kinds', frames: [{ ...frame, event }] })
  expect(find(document, '.row').dataset['kind']).toBe(kind)
  expect(texts(document, '.kinds button')).toEqual([`${kind} 1`])
})

test('a refused frame is an error, and its problem is told beside its JSON', () => {
  const document = page({ title: 'refused', frames: [{ ...frame, problem: 'No such app' }] })
  const row = find<HTMLButtonElement>(document, '.row')
  expect(row.dataset['kind']).toBe('error')
  row.click()
  expect(texts(document, '.problem')).toEqual(['No such app'])
})

test('a click shows the JSON of a frame', () => {
  const shown = { ...frame, channel: 'orders', data: { channel: 'orders' } }
  const document = page({ title: 'detail', frames: [shown] })
  find<HTMLButtonElement>(document, '.row').click()
  expect(JSON.parse(find(document, '.detail pre').textContent ?? '')).toEqual(shown)
})

test('the filter and the buttons of the kinds hide what does not match', () => {
  const document = page({
    title: 'filter',
    frames: [frame, { ...frame, id: 2, event: 'client-typing' }],
  })
  const filter = find<HTMLInputElement>(document, 'input')
  filter.value = 'typing'
  filter.dispatchEvent(new (document.defaultView ?? globalThis).Event('input'))
  expect(texts(document, 'li:not([hidden]) b')).toEqual(['client-typing'])
  expect(texts(document, '[role=status]')).toEqual(['1 of 2 rows'])
  find<HTMLButtonElement>(document, '.kinds [data-kind="client event"]').click()
  expect(texts(document, 'li:not([hidden]) b')).toEqual([])
  expect(find(document, '.empty').hidden).toBe(false)
})

test('the rows are one stop of the Tab key; the arrow keys walk those that are shown', () => {
  const document = page({
    title: 'keys',
    frames: [frame, { ...frame, id: 2, event: 'created' }, { ...frame, id: 3 }],
  })
  find<HTMLButtonElement>(document, '.kinds [data-kind="server event"]').click()
  find(document, '.row').focus()
  press(document, 'ArrowDown')
  expect(document.querySelectorAll('.row[tabindex="0"]')).toHaveLength(1)
  expect(document.activeElement).toBe(document.querySelectorAll('.row')[2])
  expect(JSON.parse(find(document, '.detail pre').textContent ?? '')).toMatchObject({ id: 3 })
})

test('names from outside stay text', () => {
  const document = page({
    title: HOSTILE,
    frames: [{ ...frame, event: HOSTILE, channel: HOSTILE, data: HOSTILE, problem: HOSTILE }],
    lanes: [{ socketId: '1.1', label: HOSTILE }],
    notes: [{ time: 1000, kind: 'step', label: HOSTILE, data: HOSTILE }],
  })
  find<HTMLButtonElement>(document, '.row').click()
  expect(document.title).toBe(`${HOSTILE} · Pusher frames`)
  expect(document.querySelector('img')).toBeNull()
  expect(document.querySelectorAll('script')).toHaveLength(2)
  for (const selector of ['.arrow b', '.arrow small', '.note', '.detail h2', '.problem']) {
    expect(find(document, selector).textContent).toBe(HOSTILE)
  }
})

test('the JSON in the page gives back what went in', () => {
  const frames: TimelineFrame[] = [
    { ...frame, channel: HOSTILE, data: { [HOSTILE]: [HOSTILE, null, 1.5, '\ud800'] } },
    { ...frame, id: 2, direction: 'out', event: '', data: HOSTILE, problem: HOSTILE },
  ]
  const html = renderTimeline({ title: HOSTILE, frames })
  const json = /<script type="application\/json" id="model">(.*?)<\/script>/s.exec(html)?.[1]
  const { title, rows } = JSON.parse(json ?? '')
  expect(json).not.toContain('<')
  expect(title).toBe(HOSTILE)
  expect(rows.map(({ detail }: { detail: unknown }) => detail)).toEqual(frames)
})

test('a log without frames is a page that says so', () => {
  const document = page({ title: 'nothing', frames: [] })
  expect(texts(document, '[role=status]')).toEqual(['0 rows'])
  expect(find(document, '.empty').hidden).toBe(false)
})
