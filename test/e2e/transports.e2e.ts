import { readFileSync } from 'node:fs'
import { expect, test } from 'pusher-js-fake/playwright'

const pusherJs = readFileSync(
  new URL('../../node_modules/pusher-js/dist/web/pusher.js', import.meta.url),
  'utf8',
)

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })

for (const transport of ['xhr_streaming', 'xhr_polling']) {
  test.describe(transport, () => {
    test.beforeEach(async ({ page }) => {
      await page.route('http://app.test/', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><script>${pusherJs}</script><script>
            window.events = []
            window.errors = []
            window.pusher = new Pusher('app-key', {
              cluster: 'eu', enabledTransports: ['${transport}'], activityTimeout: 300, pongTimeout: 2000,
            })
            pusher.connection.bind('error', (error) => errors.push(error))
            pusher.subscribe('presence-room').bind_global((event, data) => events.push([event, data]))
          </script>`,
        }),
      )
      await page.goto('http://app.test/')
    })

    test('connects, subscribes, gets and sends events', async ({ page, pusherFake }) => {
      await expect(pusherFake).toHaveMember('presence-room', 'ada')
      expect(pusherFake.connections()[0]?.url).toMatch(/^https:\/\/sockjs-eu\.pusher\.com/)
      const burst = Array.from({ length: 50 }, (_, index) => index)
      for (const n of burst) pusherFake.trigger('presence-room', 'n', n)
      await expect
        .poll(() => page.evaluate("events.filter(([name]) => name === 'n').map(([, n]) => n)"))
        .toEqual(burst)
      await page.evaluate("pusher.channel('presence-room').trigger('client-a', { b: 1 })")
      await expect(pusherFake).toHaveReceivedClientEvent('presence-room', 'client-a', { b: 1 })
    })

    test('survives a response that grows over the 256 KiB at which pusher-js changes to a new one', async ({
      page,
      pusherFake,
    }) => {
      await expect(pusherFake).toHaveMember('presence-room', 'ada')
      const [before] = pusherFake.connections()
      const text = 'x'.repeat(8_000)
      for (let n = 0; n < 80; n += 1) pusherFake.trigger('presence-room', 'big', { n, text })
      await expect
        .poll(() => page.evaluate("events.filter(([name]) => name === 'big').length"))
        .toBe(80)
      pusherFake.trigger('presence-room', 'after', 1)
      await expect.poll(() => page.evaluate('events')).toContainEqual(['after', 1])
      expect(pusherFake.connections()).toMatchObject([{ socketId: before?.socketId }])
    })

    test('is refused with a close code, and comes back after a lost network', async ({
      page,
      pusherFake,
    }) => {
      await expect(pusherFake).toHaveMember('presence-room', 'ada')
      const back = new Promise((resolve) => pusherFake.on('subscription', resolve))
      pusherFake.faults.disconnect()
      await back
      pusherFake.faults.disconnect({ code: 4001 })
      await expect.poll(() => page.evaluate('pusher.connection.state')).toBe('disconnected')
      expect(JSON.stringify(await page.evaluate('errors'))).toContain('4001')
    })

    test('a disconnect of the client ends the connection', async ({ page, pusherFake }) => {
      await expect(pusherFake).toHaveMember('presence-room', 'ada')
      await page.evaluate('pusher.disconnect()')
      await expect(pusherFake).not.toHaveConnected()
    })
  })
}

test('other XMLHttpRequests are untouched', async ({ page }) => {
  await page.route('http://app.test/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>text' }),
  )
  await page.goto('http://app.test/')
  const result = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest()
        request.onload = () =>
          resolve([request instanceof XMLHttpRequest, request.status, request.responseText])
        request.open('GET', '/data')
        request.send()
      }),
  )
  expect(result).toEqual([true, 200, '<!doctype html>text'])
})
