import { JSDOM } from 'jsdom'
import { renderTimeline } from 'pusher-js-fake/timeline'
import { expect, test } from 'vitest'

const frame = {
  id: 1,
  time: 1000,
  direction: 'in',
  socketId: '1.1',
  event: 'pusher:subscribe',
} as const

function page(timeline: Parameters<typeof renderTimeline>[0]): Document {
  return new JSDOM(renderTimeline(timeline), { runScripts: 'dangerously' }).window.document
}

function texts(document: Document, selector: string): (string | null)[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)
}

test('a lane for the service and one for each connection, labelled where a label is given', () => {
  const document = page({
    title: 'two users',
    frames: [frame, { ...frame, id: 2, socketId: '2.2' }],
    lanes: [{ socketId: '2.2', label: 'Bob' }],
  })
  expect(texts(document, '.lanes span')).toEqual(['Time', 'Service', '1.1', 'Bob'])
})

test('frames and notes stand in the order of time, relative to the first', () => {
  const document = page({
    title: 'order',
    frames: [
      { ...frame, channel: 'orders', time: 1000 },
      { ...frame, id: 2, time: 1030, direction: 'out', event: 'created' },
    ],
    notes: [{ time: 1010, kind: 'rest', label: 'POST /events' }],
  })
  expect(texts(document, '.row')).toEqual([
    '+0 mspusher:subscribeorders',
    '+10 msPOST /events',
    '+30 mscreated',
  ])
  expect(texts(document, '.kinds button')).toEqual(['subscription', 'rest', 'server event'])
})

test('a click shows the JSON, the filter hides what does not match', () => {
  const document = page({
    title: 'detail',
    frames: [
      { ...frame, data: { channel: 'orders' } },
      { ...frame, id: 2, event: 'client-typing' },
    ],
  })
  document.querySelector<HTMLButtonElement>('.row')?.click()
  expect(JSON.parse(document.querySelector('.detail pre')?.textContent ?? '')).toEqual({
    event: 'pusher:subscribe',
    data: { channel: 'orders' },
    socketId: '1.1',
  })
  const filter = document.querySelector('input')
  if (filter === null) throw new Error('no filter')
  filter.value = 'typing'
  filter.dispatchEvent(new (filter.ownerDocument.defaultView ?? globalThis).Event('input'))
  expect(texts(document, 'li:not([hidden]) b')).toEqual(['client-typing'])
})

test('names from outside stay text', () => {
  const hostile = '</script><script>document.title = "owned"</script><img src=x onerror=alert(1)>'
  const document = page({
    title: hostile,
    frames: [{ ...frame, event: hostile, channel: hostile, data: hostile }],
    lanes: [{ socketId: '1.1', label: hostile }],
  })
  expect(document.title).toBe(`${hostile} · Pusher frames`)
  expect(document.querySelector('img')).toBeNull()
  expect(document.querySelector('.arrow b')?.textContent).toBe(hostile)
})
