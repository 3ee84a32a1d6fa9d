import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJson } from '../protocol/json.ts'
import { COVERAGE_ATTACHMENT, COVERAGE_KEY, COVERAGE_VARIABLE } from './collect/coverage-channel.ts'
import { type CoverageData, isCoverageData } from './collect/coverage-data.ts'
import { type CoverageOptions, coverageOptions } from './coverage-options.ts'
import { writeCoverage } from './write-coverage.ts'

/** What is read of the result of a Playwright test. */
interface PlaywrightResult {
  readonly attachments: readonly { readonly name: string; readonly body?: Uint8Array }[]
}

/** What is used of Vitest. */
interface VitestLike {
  provide(key: string, value: unknown): void
  readonly config?: { readonly watch?: boolean }
}

/** A file of tests of Vitest. */
interface VitestModule {
  readonly children: { allTests(): Iterable<{ meta(): object }> }
}

/**
 * Which events no test sends: a reporter for Playwright, Vitest and Jest, each of which calls its own methods. It
 * adds up what the fakes of all tests have seen, over workers; over shards where the runner merges their reports.
 *
 * @example
 * // playwright.config.ts, vitest.config.ts: test, jest.config.js
 * reporters: ['default', ['pusher-js-fake/coverage', { threshold: 80 }]]
 */
export default class CoverageReporter {
  readonly #options: CoverageOptions
  readonly #parts: CoverageData[] = []
  #failure: string | undefined
  #folder: string | undefined
  #watches = false

  /** @throws PusherFakeError `invalid_option` */
  constructor(options?: unknown, optionsOfJest?: unknown) {
    this.#options = coverageOptions(options, optionsOfJest)
  }

  /** Playwright: before the workers start. */
  onBegin(): void {
    process.env[COVERAGE_VARIABLE] ??= 'attach'
  }

  /** Playwright: a test has ended. */
  onTestEnd(_: unknown, { attachments }: PlaywrightResult): void {
    for (const { name, body } of attachments) {
      if (name === COVERAGE_ATTACHMENT && body !== undefined)
        this.#read(new TextDecoder().decode(body))
    }
  }

  /** Playwright: all is over. @returns that the run has failed, where it is below the threshold */
  onEnd(): Promise<{ status?: 'failed' }> {
    this.#report()
    return Promise.resolve(this.#failure === undefined ? {} : { status: 'failed' })
  }

  /** Playwright: whether another reporter has to say what happens. */
  printsToStdio(): boolean {
    return false
  }

  /** Vitest: before the workers start. */
  onInit(vitest: VitestLike): void {
    this.#watches = vitest.config?.watch === true
    vitest.provide(COVERAGE_KEY, true)
  }

  /** Vitest: all is over, or one run of a watch. */
  onTestRunEnd(modules: readonly VitestModule[]): void {
    for (const { children } of modules) {
      for (const test of children.allTests()) this.#add(Reflect.get(test.meta(), COVERAGE_KEY))
    }
    this.#report()
    this.#parts.length = 0
    if (this.#failure !== undefined && !this.#watches) process.exitCode = 1
  }

  /** Jest: before the workers start. */
  onRunStart(): void {
    this.#folder = mkdtempSync(join(tmpdir(), 'pusher-js-fake-coverage-'))
    process.env[COVERAGE_VARIABLE] = this.#folder
  }

  /** Jest: all is over. */
  onRunComplete(): void {
    const folder = this.#folder
    if (folder === undefined) return
    for (const name of readdirSync(folder)) this.#read(readFileSync(join(folder, name), 'utf8'))
    rmSync(folder, { recursive: true })
    this.#report()
  }

  /** Jest: why the run fails. */
  getLastError(): Error | undefined {
    return this.#failure === undefined ? undefined : new Error(this.#failure)
  }

  #read(text: string): void {
    for (const line of text.split('\n')) {
      const parsed = parseJson(line)
      if (parsed.ok) this.#add(parsed.value)
    }
  }

  #add(part: unknown): void {
    if (isCoverageData(part)) this.#parts.push(part)
  }

  #report(): void {
    this.#failure = writeCoverage(this.#parts, this.#options, (text) => process.stdout.write(text))
  }
}
