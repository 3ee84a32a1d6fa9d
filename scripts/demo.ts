import { mkdir, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { setupServer } from 'msw/node'
import Pusher from 'pusher'
import { createPusherFake, type PusherFake, type UserPolicy } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { attachPusherFake } from 'pusher-js-fake/playwright'
import { sweep } from 'pusher-js-fake/sweep'
import { renderTimeline, type TimelineLane, type TimelineStep } from 'pusher-js-fake/timeline'
import { createServer } from 'vite'
import { BUGS } from '../fixtures/sweep/bugs.ts'
import { findChromium } from './find-chromium.ts'

// Two pages of the sample chat talk through the fake in a real browser; nothing else is running.

const root = fileURLToPath(new URL('..', import.meta.url))
const output = fileURLToPath(new URL('../.demo', import.meta.url))
const started = performance.now()
const steps: TimelineStep[] = []

function say(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(2).padStart(6)
  console.log(`${seconds} s  ${text}`)
  steps.push({ time: Date.now(), label: text })
}

/** The chat sends who it is along with its authorization request, as an app's session would. */
const whoAsks: UserPolicy = ({ params }) =>
  params['user_id'] ? { id: params['user_id'], info: { name: params['user_name'] } } : false

const fake = createPusherFake()
const socketIds = new Map<string, string>()
fake.on('subscription', ({ userId, socketId }) => {
  if (userId !== undefined) socketIds.set(userId, socketId)
})
const rest = setupServer(...pusherHandlers(fake))
rest.listen({ onUnhandledFrame: 'bypass' })
const app = await createServer({
  configFile: fileURLToPath(new URL('../fixtures/chat/vite.config.ts', import.meta.url)),
  server: { host: '127.0.0.1', port: 0 },
})
await app.listen()
const { executablePath, args } = await findChromium()
const browser = await chromium.launch({ executablePath, args: [...args] })
try {
  await play(browser, fake)
} finally {
  await browser.close()
  await app.close()
  rest.close()
  fake.close()
}
await sweepChat()

async function play(browser: Browser, fake: PusherFake): Promise<void> {
  const origin = app.resolvedUrls?.local[0] ?? ''
  const ada = await open(browser, `${origin}?user=ada`)
  await fake.waitForWebhook('member_added', { userId: 'ada' })
  say('Ada opens the chat: connected, and alone in presence-lobby')
  const bob = await open(browser, `${origin}?user=bob`)
  await ada.locator('[data-member-id=bob]').waitFor()
  say('Bob opens it in a browser context of his own: Ada sees him join')

  await ada.getByTestId('composer').fill('Is anything of this going to pusher.com?')
  await bob.getByText('Ada is typing…').waitFor()
  say('Ada types: Bob sees it, by a client event')
  await ada.getByRole('button', { name: 'Send' }).click()
  await bob.getByRole('log').getByText('pusher.com').waitFor()
  await bob.getByTestId('composer').fill('Not one byte.')
  await bob.getByRole('button', { name: 'Send' }).click()
  await ada.getByRole('log').getByText('Not one byte.').waitFor()
  say('They talk')

  const { appId, key, secret, cluster } = fake
  const server = new Pusher({ appId, key, secret, cluster })
  await server.trigger('announcements', 'created', { text: 'Deployed version 2.0' })
  await Promise.all([ada, bob].map((page) => page.getByText('Deployed version 2.0').waitFor()))
  say('A server triggers through the pusher SDK: both pages show it')

  const lanes = [lane('ada', 'Ada'), lane('bob', 'Bob')]
  const back = fake.waitForWebhook('member_removed', { userId: 'bob' })
  fake.faults.disconnect({ socketId: socketIds.get('bob') ?? '', code: 4200 })
  await back
  await ada.locator('[data-member-id=bob]').waitFor()
  await bob.getByTestId('connection-state').getByText('connected', { exact: true }).waitFor()
  lanes.push(lane('bob', 'Bob, again'))
  say('The service closes Bob’s connection with 4200: he leaves, reconnects and is back')

  await ada.getByTestId('composer').fill('Welcome back')
  await bob.getByText('Ada is typing…').waitFor()
  await mkdir(output, { recursive: true })
  const screenshot = await writeScreenshot(browser, [ada, bob])
  const timeline = await write(
    'timeline.html',
    renderTimeline({
      title: 'npm run demo',
      frames: fake.frames(),
      journal: fake.journal(),
      lanes,
      steps,
    }),
  )
  const { length: frames } = fake.frames()
  say(
    `${frames} frames, ${fake.webhooks().length} webhook events, ${fake.problems().length} problems`,
  )
  console.log(`\nScreenshot  ${screenshot}\nTimeline    ${timeline}`)
}

/** Of the sample chats with seeded bugs the one whose messages may stay pending for ever. */
async function sweepChat(): Promise<void> {
  const chat = BUGS.find(({ name }) => name === 'unconfirmed-update')
  if (chat === undefined) return
  const { outcomes, broken } = await sweep(chat.broken)
  const mended = await sweep(chat.mended)
  const [first] = broken
  if (first === undefined) return
  const { smallest, error, lines, frames, journal } = first
  console.log()
  say(
    `A sweep of a chat that waits for an event to confirm a message: ${outcomes.length} plans, ${broken.length} broken; of its mended twin ${mended.broken.length}`,
  )
  console.log(`\nBroken by ${smallest}: ${error.message.split('\n')[0]}\n${lines.join('\n')}`)
  const timeline = renderTimeline({ title: `The chat under ${smallest}`, frames, journal })
  console.log(`Timeline    ${await write('sweep.html', timeline)}`)
}

async function open(browser: Browser, url: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 720, height: 560 },
    deviceScaleFactor: 2,
  })
  await attachPusherFake(context, fake, { user: whoAsks })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

function lane(userId: string, label: string): TimelineLane {
  return { socketId: socketIds.get(userId) ?? '', label }
}

/** One picture with the pages side by side. */
async function writeScreenshot(browser: Browser, pages: readonly Page[]): Promise<string> {
  const pictures = await Promise.all(pages.map((page) => page.screenshot({ type: 'png' })))
  const sheet = await browser.newPage({
    viewport: { width: 1500, height: 600 },
    deviceScaleFactor: 1,
  })
  const images = pictures.map(
    (picture) =>
      `<img src="data:image/png;base64,${picture.toString('base64')}" width="720" height="560" style="border-radius:8px" alt="">`,
  )
  await sheet.setContent(
    `<body style="margin:0;padding:20px;display:flex;gap:0;justify-content:space-between;background:#d9dce3;box-sizing:border-box;width:1500px">${images.join('')}</body>`,
  )
  return write('chat.png', await sheet.screenshot())
}

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = new URL(name, `${pathToFileURL(output)}/`)
  await writeFile(file, content)
  return relative(root, fileURLToPath(file))
}
