import type { CDPSession, Page } from '@playwright/test'
import { quietly } from '../quietly.ts'

/** A page's session of the Chrome DevTools Protocol, which is quicker than `evaluate`. */
export class PageProtocol {
  readonly #page: Page
  #starting: Promise<CDPSession | undefined> | undefined
  #missing = false

  constructor(page: Page) {
    this.#page = page
  }

  /** Whether the browser is known to have no such protocol. */
  get missing(): boolean {
    return this.#missing
  }

  /** Begun when a page loads, it is there before the first client connects. */
  start(): Promise<CDPSession | undefined> {
    this.#starting ??= this.#start()
    return this.#starting
  }

  async #start(): Promise<CDPSession | undefined> {
    const context = this.#page.context()
    try {
      return await quietly(context, () => context.newCDPSession(this.#page))
    } catch {
      // Another browser than Chromium, or a page that is gone.
      this.#missing = true
      return undefined
    }
  }
}
