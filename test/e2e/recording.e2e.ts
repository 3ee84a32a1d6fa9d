import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { readRecording, replay } from 'pusher-js-fake/recording'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'

const path = fileURLToPath(
  new URL('../../node_modules/pusher-js/dist/web/pusher.js', import.meta.url),
)

/** A page that shows the names of members and of what it hears. */
async function visit(page: Page, fake: PusherFake, { host, port, webUrl }: PusherServer) {
  const options = { cluster: 'mt1', wsHost: host, wsPort: port, forceTLS: false }
  await page.goto(`${webUrl}/up`)
  await page.addScriptTag({ path })
  await page.addScriptTag({
    content: `
      window.heard = []
      const pusher = new Pusher('app-key', { ...${JSON.stringify(options)}, enabledTransports: ['ws'],
        channelAuthorization: { endpoint: '/pusher/auth', headers: { Authorization: 'Bearer a-session-token' } } })
      pusher.subscribe('presence-room').bind_global((event, data) => heard.push([event, data.id ?? data.count]))`,
  })
  await fake.waitForSubscription('presence-room')
}

test('what Playwright records of a page is replayed to another', async ({ browser }, info) => {
  const user = { id: 'ada' }
  const har = info.outputPath('session.har')
  const original = createPusherFake({ logger: false })
  await using service = await startPusherServer(original, { auth: { user } })
  const context = await browser.newContext({ recordHar: { path: har } })
  const recorded = await context.newPage()
  const bob = original.connect()
  await bob.subscribe('presence-room', { id: 'bob' })
  await visit(recorded, original, service)
  await bob.trigger('presence-room', 'client-typing', { id: 'typed' })
  await original.connect().subscribe('presence-room', { id: 'eve' })
  original.trigger('presence-room', 'created', { id: 1 })
  const heard = [
    ['pusher:subscription_succeeded', 2],
    ['client-typing', 'typed'],
    ['pusher:member_added', 'eve'],
    ['created', 1],
  ]
  await expect.poll(() => recorded.evaluate('heard')).toEqual(heard)
  await context.close()

  const text = await readFile(har, 'utf8')
  const recording = readRecording(text)
  expect(text).toContain('a-session-token')
  expect(JSON.stringify(recording)).not.toMatch(/token|app-key|auth/)
  const fake = createPusherFake({ logger: false })
  await using server = await startPusherServer(fake, { auth: { user } })
  using replaying = replay(fake, recording)
  const page = await browser.newPage()
  await visit(page, fake, server)
  await replaying.finished()
  await expect.poll(() => page.evaluate('heard')).toEqual(heard)
  const again = readRecording(fake.toHar())
  expect(again.events.map(({ at, ...event }) => event)).toEqual(
    recording.events.map(({ at, ...event }) => event),
  )
  expect(again.channels).toEqual(recording.channels)
})
