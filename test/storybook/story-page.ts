import { createRequire } from 'node:module'
import type PusherClass from 'pusher-js'
import type { Options } from 'pusher-js'
import pusherFakeAddon from 'pusher-js-fake/storybook'
import type { Renderer, StoryContext } from 'storybook/internal/csf'

/** The build of the browser, which jsdom does not resolve by itself. */
const Pusher: typeof PusherClass = createRequire(import.meta.url)('pusher-js/dist/web/pusher.js')

export type Story = StoryContext<Renderer>

const clients: PusherClass[] = []
const cleanups: (() => unknown)[] = []

/** A story as Storybook hands it to annotations and decorators. */
export function story(
  id: string,
  pusherFake?: unknown,
  viewMode: 'story' | 'docs' = 'story',
): Story & { readonly leave: () => void } {
  const canvasElement = document.body.appendChild(document.createElement('div'))
  const controller = new AbortController()
  const context = {
    id,
    title: 'Bell',
    name: id,
    viewMode,
    canvasElement,
    abortSignal: controller.signal,
    parameters: { pusherFake },
    mount: async () => ({}),
    leave: () => controller.abort(),
  }
  cleanups.push(context.leave)
  return context as unknown as Story & { readonly leave: () => void }
}

/** Runs the addon's `beforeEach`. @returns leaves the story */
export async function enter(context: Story): Promise<() => Promise<void>> {
  const { beforeEach } = pusherFakeAddon()
  if (typeof beforeEach !== 'function') throw new Error('Expected one function')
  const cleanup = await beforeEach(context)
  const leave = async () => {
    if (typeof cleanup === 'function') await cleanup()
  }
  cleanups.push(leave)
  return leave
}

export function client(options: Partial<Options> = {}, key = 'app-key'): PusherClass {
  const pusher = new Pusher(key, {
    cluster: 'mt1',
    channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax' },
    ...options,
  })
  clients.push(pusher)
  return pusher
}

/** The socket ids of those who came from outside, the members of parameters left out. */
export function clientsOf(fake: Pick<Story['pusherFake'], 'connections'>): readonly string[] {
  return fake
    .connections()
    .filter(({ url }) => !url.includes('virtual-peer'))
    .map(({ socketId }) => socketId)
}

export function stateOf(pusher: PusherClass, state: string): Promise<void> {
  if (pusher.connection.state === state) return Promise.resolve()
  return new Promise((resolve) => pusher.connection.bind(state, () => resolve()))
}

/** The next connection of a client that is connected already. */
export function reconnected(pusher: PusherClass): Promise<void> {
  return new Promise((resolve) => pusher.connection.bind('connected', () => resolve()))
}

export async function cleanPage(): Promise<void> {
  for (const pusher of clients.splice(0)) pusher.disconnect()
  // Closing handshakes and requests take a few tasks, which a later test must not meet.
  for (let task = 0; task < 8; task += 1) await new Promise((resolve) => setImmediate(resolve))
  for (const cleanup of cleanups.splice(0)) await cleanup()
  document.body.replaceChildren()
}
