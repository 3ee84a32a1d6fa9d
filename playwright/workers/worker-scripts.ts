import { readFileSync } from 'node:fs'
import type { BrowserContext, Route } from '@playwright/test'
import { classifyRequest } from '../../src/protocol/pusher-request.ts'
import { installedScript } from '../routes/installed-pusher.ts'
import {
  ANNOUNCEMENT,
  SETTINGS,
  type WorkerAnnouncement,
  type WorkerSettings,
} from './worker-message.ts'

type Fulfill = NonNullable<Parameters<Route['fulfill']>[0]>

const ANNOUNCED = new RegExp(`^https?://[^/?#]+${ANNOUNCEMENT}$`)

let bundle: string | undefined

/** The script that runs in a worker before its own, on one line, so that the lines of that one stay. */
function prelude(settings: WorkerSettings, isModule: boolean): string {
  bundle ??= readFileSync(new URL('./worker.iife.js', import.meta.url), 'utf8').trim()
  const script = `self.${SETTINGS}=${JSON.stringify(settings)};${bundle.replaceAll('\n', ' ')};`
  // Of a module only an import runs before the imports of the script itself.
  return isModule ? `import "${scriptUrl(script)}";` : script
}

/** Puts our script in front of those of the workers that pages announce. */
export class WorkerScripts {
  readonly #route: BrowserContext['route']
  readonly #endpoints: () => Iterable<RegExp>
  readonly #announced = new Map<string, WorkerAnnouncement[]>()
  readonly #routed = new Set<string>()

  /** @param endpoints of the app, which shared workers have a page ask for them */
  constructor(route: BrowserContext['route'], endpoints: () => Iterable<RegExp>) {
    this.#route = route
    this.#endpoints = endpoints
  }

  /** Of the context, before any route of the test: what that fulfils is put together on its way. */
  async install(): Promise<void> {
    this.#routed.clear()
    await this.#route(
      announcementsOr((url) => this.#announced.has(url)),
      (route) =>
        ANNOUNCED.test(route.request().url()) ? this.#announce(route) : this.#fetch(route),
    )
  }

  /** Whether it is the main script of a worker that starts, or says that one will. */
  owns(url: string): 'worker' | 'call' | undefined {
    if (this.#announced.has(url)) return 'worker'
    return ANNOUNCED.test(url) ? 'call' : undefined
  }

  /** What a route of the test fulfils the main script of a worker with, with ours in front. */
  async compose(url: string, options: Fulfill = {}): Promise<Fulfill> {
    const { path, response, status = response?.status() ?? 200 } = options
    const queue = this.#announced.get(url)
    // Who starts the same worker twice gets a name for each; the last one stays for those who ask again.
    const announced = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0]
    if (announced === undefined || status >= 300) return options
    const own =
      path === undefined ? (options.body ?? (await response?.body()) ?? '') : readFileSync(path)
    const isShared = announced.settings.page === undefined
    const text = isShared ? withImports(own.toString()) : own.toString()
    const directive = !announced.module && isStrict(text) ? '"use strict";' : ''
    const first = prelude(this.#settingsOf(announced), announced.module)
    const { path: _, ...rest } = options
    const headers = Object.entries({ ...response?.headers(), ...options.headers }).filter(
      ([name]) => !/^content-(?:length|encoding)$/i.test(name),
    )
    if (
      !headers.some(([name]) => /^content-type$/i.test(name)) &&
      options.contentType === undefined
    ) {
      headers.push(['content-type', 'text/javascript'])
    }
    return { ...rest, headers: Object.fromEntries(headers), body: directive + first + text }
  }

  async #announce(route: Route): Promise<void> {
    const announced: WorkerAnnouncement = JSON.parse(route.request().postData() ?? '{}')
    const { url } = announced
    if (url !== undefined) {
      this.#announced.set(url, [...(this.#announced.get(url) ?? []), announced])
      // For the browser's side, which filters; those of the test have it first.
      if (!this.#routed.has(url)) await this.#route(exactly(url), (asked) => asked.fallback())
      this.#routed.add(url)
    }
    const body = url === undefined ? prelude(this.#settingsOf(announced), announced.module) : ''
    await route.fulfill({ body, contentType: 'text/plain' })
  }

  async #fetch(route: Route): Promise<void> {
    const url = route.request().url()
    await route.fulfill(await this.compose(url, { response: await route.fetch() }))
  }

  /** A shared worker's own requests are not routed. */
  #settingsOf({ settings }: WorkerAnnouncement): WorkerSettings {
    if (settings.page !== undefined) return settings
    return { ...settings, endpoints: [...this.#endpoints()].map(({ source }) => source) }
  }
}

/** Whether a script begins with the directive, whitespace and comments aside. */
function isStrict(text: string): boolean {
  const space = /\s*/y
  for (;;) {
    space.exec(text)
    const { lastIndex: at } = space
    const comment = text.startsWith('/*', at) ? '*/' : text.startsWith('//', at) ? '\n' : undefined
    if (comment === undefined) return /"use strict"|'use strict'/y.test(text.slice(at, at + 12))
    const end = text.indexOf(comment, at + 2)
    if (end < 0) return false
    space.lastIndex = end + comment.length
  }
}

/** A shared worker's own requests are not routed: what it imports of pusher-js comes with it. */
function withImports(text: string): string {
  return text.replace(/https?:\/\/[^\s'"`]+/g, (url) => {
    const asked = classifyRequest(url)
    const answer = asked?.kind === 'script' ? installedScript(asked.script) : undefined
    return answer !== undefined && 'body' in answer ? scriptUrl(answer.body) : url
  })
}

function scriptUrl(script: string): string {
  return `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
}

function exactly(url: string): RegExp {
  return new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`)
}

/** An expression that the browser's side takes for that of announcements: it is told of each other URL. */
function announcementsOr(isAnnounced: (url: string) => boolean): RegExp {
  const test = (url: string) => ANNOUNCED.test(url) || isAnnounced(url)
  return Object.assign(new RegExp(ANNOUNCED), { test })
}
