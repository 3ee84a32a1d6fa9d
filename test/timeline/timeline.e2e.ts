import { expect } from '@playwright/test'
import type { Timeline } from 'pusher-js-fake/timeline'
import { sampleTimeline } from '../../fixtures/timeline/sample.ts'
import { frame, HOSTILE } from './frames.ts'
import { test } from './timeline-page.ts'

test('a lane for each connection, the service and the backend, an arrow for each frame', async ({
  page,
  timeline,
}) => {
  await timeline.open(await sampleTimeline())
  await expect(page.locator('.pjt-lane')).toHaveText(['backend', 'Pusher', 'Ada', 'Bob', 'Bob (2)'])
  const [from, to] = await Promise.all([
    page.locator('.pjt-lane').nth(1).boundingBox(),
    page.locator('.pjt-lane').nth(2).boundingBox(),
  ])
  const arrow = timeline.row(/pusher: connection_established.*service → Ada/).locator('.pjt-line')
  const drawn = await arrow.boundingBox()
  if (from === null || to === null || drawn === null) throw new Error('Not drawn')
  expect(drawn.x).toBeCloseTo(from.x + from.width / 2, 0)
  expect(drawn.x + drawn.width).toBeCloseTo(to.x + to.width / 2, 0)
})

test('REST calls, webhooks, faults and steps stand between the frames', async ({
  page,
  timeline,
}) => {
  await timeline.open(await sampleTimeline())
  await page.getByLabel('Filter by text').fill('post')
  await expect(timeline.rows).toHaveText([
    /POST \/events 200/,
    /POST \/events 401.*Invalid signature/,
  ])
  await expect(page.locator('.pjt-periods .pjt-fault'), 'none lasts there').toBeHidden()
  await page.getByLabel('Filter by text').fill('fault')
  await expect(timeline.rows).toHaveText([
    /disconnect.*4200/,
    /refuseConnections.*4100/,
    /refuseConnections ends/,
  ])
  await expect(page.locator('.pjt-periods .pjt-fault')).toHaveCount(1)
  await page.getByLabel('Filter by text').fill('webhook member_')
  await expect(timeline.rows).toHaveCount(4)
  await page.getByLabel('Filter by text').fill('step ada')
  await expect(timeline.rows).toHaveText([/Ada and Bob open/, /Ada writes/])
})

test('a click shows the JSON, decoded, and what was on the wire', async ({ timeline }) => {
  const raw = JSON.stringify({
    event: 'a',
    data: JSON.stringify({ nested: JSON.stringify({ id: 7 }) }),
  })
  await timeline.open({ title: 'detail', frames: [frame({ event: 'a', raw, channel: 'orders' })] })
  await timeline.row(/ a /).click()
  const { details } = timeline
  await expect(details.getByRole('heading', { name: 'a' })).toBeVisible()
  await expect(details).toContainText('service → client 1')
  const json = details.locator('pre').first()
  expect(JSON.parse((await json.textContent()) ?? '')).toEqual({
    event: 'a',
    data: { nested: { id: 7 } },
  })
  await details.getByText('As on the wire').click()
  await expect(details.locator('pre').last()).toHaveText(raw)
  await details.getByRole('button', { name: 'Close' }).click()
  await expect(details).toBeHidden()
  await expect(timeline.tree).toBeFocused()
})

test('everything is reached by the keyboard', async ({ page, timeline }) => {
  await timeline.open(await sampleTimeline())
  const { tree, active, details } = timeline
  await expect(tree).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(active).toHaveAccessibleName(/pusher: connection_established/)
  await expect(tree).toHaveAttribute(
    'aria-activedescendant',
    (await active.getAttribute('id')) ?? '',
  )
  await expect(details).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(details).toContainText('connection_established')
  await page.keyboard.press('ArrowDown')
  await expect(details).toContainText('pusher:signin')
  await page.keyboard.press('End')
  await expect(active).toHaveAccessibleName(/client_event/)
  await expect(active).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Home')
  await expect(active).toHaveAccessibleName(/Ada and Bob open/)
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  await expect(tree).toBeFocused()

  await page.keyboard.press('/')
  await expect(page.getByLabel('Filter by text')).toBeFocused()
  await page.keyboard.type('price/')
  await expect(page.getByLabel('Filter by text')).toHaveValue('price/')
  await expect(page.getByText('No row matches the filter.')).toBeVisible()
  await page.keyboard.press('Backspace')
  for (let stop = 0; stop < 20; stop += 1) {
    await page.keyboard.press('Tab')
    if (await tree.evaluate((element) => element === document.activeElement)) break
  }
  await expect(tree).toBeFocused()
})

test('a burst is one line that unfolds', async ({ page, timeline }) => {
  await timeline.open(await sampleTimeline())
  await page.getByLabel('Filter by text').fill('price-changed')
  await expect(timeline.rows).toHaveText([/price-changed ×48 in 7 ms/])
  await expect(timeline.rows.locator('.pjt-head')).toHaveCount(2)
  await timeline.tree.focus()
  await page.keyboard.press('ArrowRight')
  await expect(timeline.row(/×48/)).toHaveAttribute('aria-expanded', 'true')
  await expect(timeline.rows.nth(1)).toHaveAttribute('aria-level', '2')
  await expect(timeline.rows.nth(1)).toHaveAccessibleName(/presence-shop service → Ada$/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(timeline.rows).toHaveCount(1)
  await expect(timeline.active).toHaveAttribute('aria-expanded', 'false')
  await timeline.rows.locator('.pjt-fold').click()
  await expect(timeline.active).toHaveAttribute('aria-expanded', 'true')
})

test('names are whole beside the details', async ({ page, timeline }) => {
  await timeline.open(await sampleTimeline())
  await timeline
    .row(/connection_established/)
    .first()
    .click()
  await expect(timeline.details).toBeVisible()
  const cut = await page
    .locator('.pjt-event b')
    .evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth).length)
  expect(cut).toBe(0)
})

test('a name and its count are in their column, and what is left of a preview is no stray dot', async ({
  page,
  timeline,
}) => {
  await page.setViewportSize({ width: 375, height: 700 })
  const frames = Array.from({ length: 12 }, (_, id) =>
    frame({ id, event: 'presence-message-created', channel: 'orders' }),
  )
  await timeline.open({ title: 'burst', frames })
  const row = timeline.row(/×12/)
  await expect(row.locator('.pjt-preview > *')).toBeHidden()
  const count = await row.locator('.pjt-times').boundingBox()
  const column = await row.locator('.pjt-event').boundingBox()
  if (count === null || column === null) throw new Error('Not drawn')
  expect(count.x + count.width).toBeLessThanOrEqual(column.x + column.width)
})

test('the fields filter, and tell how many rows are left', async ({ page, timeline }) => {
  await timeline.open({
    title: 'filter',
    frames: [
      frame({ id: 1, event: 'pusher:ping', direction: 'in' }),
      frame({ id: 2, event: 'created', channel: 'orders' }),
      frame({ id: 3, event: 'gone', channel: 'orders', socketId: '2.2' }),
      frame({ id: 4, event: 'client-typing', channel: 'presence-a', direction: 'in' }),
    ],
  })
  const status = page.getByRole('status')
  const clear = page.getByRole('button', { name: 'Clear filter' })
  await expect(status).toHaveText('3 of 4 rows, 3 ms')
  await expect(clear).toBeHidden()
  await page.getByRole('button', { name: 'ping 1', pressed: false }).click()
  await expect(timeline.rows).toHaveCount(4)
  await page.getByLabel('Filter by channel').selectOption('orders')
  await expect(timeline.rows).toHaveText([/created/, /gone/])
  await page.getByLabel('Filter by connection').selectOption('client 2')
  await expect(timeline.rows).toHaveText([/gone/])
  await clear.click()
  await page.getByLabel('Filter by event').selectOption('created')
  await expect(timeline.rows).toHaveText([/created/])
  await clear.click()
  await page.getByLabel('Filter by direction').selectOption('To the service')
  await expect(timeline.rows).toHaveText([/client-typing/])
  await page.getByRole('button', { name: 'client event 1' }).click()
  await expect(page.getByText('No row matches the filter.')).toBeVisible()
  await clear.click()
  await expect(status).toHaveText('3 of 4 rows, 3 ms')
})

test('time has room: a long pause is told, the overview is to scale', async ({
  page,
  timeline,
}) => {
  const at = (id: number, time: number) => frame({ id, time, event: `event ${id}` })
  await timeline.open({
    title: 'time',
    frames: [at(1, 0), at(2, 2), at(3, 75_000), at(4, 100_000)],
  })
  await expect(page.locator('.pjt-pause')).toHaveText(['1 min 15 s later', '25 s later'])
  const [first, second, third] = await Promise.all(
    [0, 1, 2].map(async (index) => (await timeline.rows.nth(index).boundingBox())?.y ?? 0),
  )
  expect((second ?? 0) - (first ?? 0)).toBe(30)
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(60)
  const bins = page.locator('.pjt-bin')
  await expect(bins).toHaveCount(3)
  expect(await bins.nth(1).evaluate(({ style }) => Number.parseFloat(style.left))).toBeCloseTo(
    75,
    0,
  )
})

test('a click on the overview goes to that time', async ({ page, timeline }) => {
  const frames = Array.from({ length: 2_000 }, (_, id) => frame({ id, event: `event ${id}` }))
  await timeline.open({ title: 'overview', frames })
  const plot = await page.locator('.pjt-plot').boundingBox()
  if (plot === null) throw new Error('Not drawn')
  await page.mouse.click(plot.x + plot.width / 2, plot.y + plot.height / 2)
  await expect(timeline.row(/event 1000\b/)).toBeInViewport()
})

test('ten thousand frames are as easy as ten: only what is in view is drawn', async ({
  page,
  timeline,
}) => {
  const frames = Array.from({ length: 10_000 }, (_, id) =>
    frame({
      id,
      time: id * 3,
      event: `event ${id}`,
      socketId: `${id % 8}.1`,
      data: { text: 'x'.repeat(200) },
    }),
  )
  await timeline.open({ title: 'many', frames })
  await expect(page.getByRole('status')).toHaveText('10000 rows, 30 s')
  await page.keyboard.press('End')
  await expect(timeline.active).toHaveAccessibleName(/event 9999\b/)
  await expect(timeline.active).toHaveAttribute('aria-posinset', '10000')
  await expect(timeline.active).toBeInViewport({ ratio: 1 })
  expect(await timeline.rows.count()).toBeLessThan(60)
  await page.getByLabel('Filter by text').fill('event 1234')
  await expect(timeline.rows).toHaveCount(1)
})

test('a frame stays in view of its lanes when there are many', async ({ page, timeline }) => {
  const frames = Array.from({ length: 60 }, (_, id) =>
    frame({ id, event: `event ${id}`, socketId: `${id}.1` }),
  )
  await timeline.open({ title: 'lanes', frames })
  await expect(page.locator('.pjt-lane')).toHaveCount(61)
  const arrow = timeline.row(/event 1\b/)
  const [lane, drawn] = await Promise.all([
    page.locator('.pjt-lane').nth(2).boundingBox(),
    arrow.locator('.pjt-line').boundingBox(),
  ])
  const life = await page.locator('.pjt-life').nth(2).boundingBox()
  if (lane === null || drawn === null || life === null) throw new Error('Not drawn')
  expect(drawn.x + drawn.width).toBeCloseTo(lane.x + lane.width / 2, 0)
  expect(drawn.x + drawn.width).toBeCloseTo(life.x + life.width / 2, 0)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(overflow).toBe(false)
  await page.keyboard.press('End')
  await timeline
    .row(/event 59\b/)
    .locator('.pjt-head')
    .scrollIntoViewIfNeeded()
  await expect(timeline.row(/event 59\b/).locator('b')).toBeInViewport()
})

const hostile: Timeline = {
  title: HOSTILE,
  frames: [frame({ event: HOSTILE, channel: HOSTILE, data: HOSTILE, problem: HOSTILE })],
  lanes: [{ socketId: '1.1', label: HOSTILE }],
  steps: [{ time: 3, label: HOSTILE, data: HOSTILE }],
  journal: [{ kind: 'rest', time: 4, method: HOSTILE, path: HOSTILE, status: 200, body: HOSTILE }],
}

test('hostile names stay text, no script but its own runs, nothing is loaded', async ({
  page,
  timeline,
}) => {
  await timeline.open(hostile)
  await expect(page.locator('.pjt-lane').last()).toHaveText(HOSTILE, { useInnerText: false })
  for (const row of await timeline.rows.all()) {
    await row.click()
    await expect(timeline.details).toContainText('onerror')
  }
  await expect(page.locator('img')).toHaveCount(0)
  await expect(page).toHaveTitle(`${HOSTILE} · Pusher frames`)
  expect(timeline.requests).toEqual([])
  const violations = await page.evaluate(async () => {
    const told: string[] = []
    const both = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (told.push(effectiveDirective) === 2) resolve()
      })
    })
    const script = document.createElement('script')
    script.textContent = 'document.title = "ran"'
    const image = document.createElement('img')
    image.src = 'http://elsewhere.test/pixel.png'
    document.body.append(script, image)
    await both
    return told.sort()
  })
  expect(violations).toEqual(['img-src', 'script-src-elem'])
  await expect(page).toHaveTitle(`${HOSTILE} · Pusher frames`)
})

test('it follows the system between light and dark until its button is pressed', async ({
  page,
  timeline,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await timeline.open(await sampleTimeline())
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(21, 24, 30)')
  await page.getByRole('button', { name: 'Use the light theme' }).click()
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await page.getByRole('button', { name: 'Use the dark theme' }).click()
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(21, 24, 30)')
})

test('on paper it is whole', async ({ page, timeline }) => {
  const frames = Array.from({ length: 300 }, (_, id) => frame({ id, event: `event ${id}` }))
  await timeline.open({ title: 'paper', frames })
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await expect(timeline.rows).toHaveCount(300)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  expect(height).toBeGreaterThan(300 * 30)
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect(await timeline.rows.count()).toBeLessThan(60)
})

test('nothing was said, and it says so', async ({ page, timeline }) => {
  await timeline.open({ title: 'nothing', frames: [] })
  await expect(page.getByText('Nothing has been said yet.')).toBeVisible()
  await expect(page.getByRole('status')).toHaveText('0 rows, 0 ms')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('it is a table', async ({ page, timeline }) => {
    await timeline.open(await sampleTimeline())
    await expect(page.getByRole('row').first()).toHaveText('Time, sEventChannelRouteData')
    await expect(page.getByRole('row', { name: /order-created private/ })).toContainText(
      'service → Ada',
    )
  })
})
