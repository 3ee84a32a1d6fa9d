import Pusher, { type Options } from 'pusher-js'
import type { PusherFakeOptions } from 'pusher-js-fake'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { vi } from 'vitest'
import { macrotask } from '../support/macrotask.ts'
import { type Authorizer, createAuthorizer } from './authorizer.ts'

/** Macrotasks that one exchange with the service takes at most, a whole reconnect included. */
const TURNS = 40

/** Without the fallback by XMLHttpRequest, which pusher-js starts when a socket takes 2 s. */
export const SOCKETS_ONLY: Partial<Options> = { enabledTransports: ['ws', 'wss'] }

/** One real pusher-js, and what it told its app, in order. */
export interface ObservedClient {
  readonly pusher: Pusher
  /** States, `error CODE`, `in SECONDS` for an announced retry. */
  readonly history: string[]
  /** The history since the last call. */
  news(): string[]
  /** Passes over so much of the news. */
  forget(count: number): void
  /** Subscribes, and keeps the data of the event `n`. */
  numbersOf(channel: string): unknown[]
}

/** A fake and its clients in a time that stands still; only what needs no time happens by itself. */
export interface World {
  readonly fake: InstalledPusherFake
  client(options?: Partial<Options>): ObservedClient
  readonly auth: Authorizer
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>
  /** One macrotask: what a close needs to arrive. */
  task(): Promise<void>
  /** Lets time pass, and then what needs no time. */
  pass(ms: number): Promise<void>
  [Symbol.dispose](): void
}

/** Time of pusher-js and of the service is Vitest's, so that nothing waits. */
export function createWorld(options: PusherFakeOptions = {}): World {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
  const clock = {
    now: () => Date.now(),
    setTimeout: (callback: () => void, ms: number) => globalThis.setTimeout(callback, ms),
    clearTimeout: (timer: unknown) => globalThis.clearTimeout(timer as NodeJS.Timeout),
  }
  const fake = installPusherFake({ Pusher, clock, logger: false, ...options })
  const clients: Pusher[] = []
  const auth = createAuthorizer(fake)
  const task = () => new Promise<void>((resolve) => macrotask(resolve))
  const settle = async () => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      vi.advanceTimersByTime(0)
      await task()
    }
  }
  return {
    fake,
    auth,
    client(clientOptions) {
      const client = observe(new Pusher(fake.key, { cluster: 'mt1', ...clientOptions }))
      clients.push(client.pusher)
      return client
    },
    settle,
    task,
    async pass(ms) {
      vi.advanceTimersByTime(ms)
      await settle()
    },
    [Symbol.dispose]() {
      for (const client of clients) client.disconnect()
      fake.uninstall()
      vi.useRealTimers()
    },
  }
}

function observe(pusher: Pusher): ObservedClient {
  const history: string[] = []
  let told = 0
  const { connection } = pusher
  connection.bind('state_change', ({ current }: { current: string }) => history.push(current))
  connection.bind('connecting_in', (seconds: number) => history.push(`in ${seconds}`))
  connection.bind('error', (error: unknown) => history.push(`error ${codeOf(error)}`))
  return {
    pusher,
    history,
    news() {
      const news = history.slice(told)
      told = history.length
      return news
    },
    forget(count) {
      told += count
    },
    numbersOf(channel) {
      const numbers: unknown[] = []
      pusher.subscribe(channel).bind('n', (data: unknown) => numbers.push(data))
      return numbers
    },
  }
}

function codeOf(error: unknown): string {
  const { type, error: inner } = error as { type: string; error?: { data?: { code?: unknown } } }
  return String(inner?.data?.code ?? type)
}
