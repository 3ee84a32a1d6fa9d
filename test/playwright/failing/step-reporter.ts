import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reporter, TestCase, TestResult, TestStep } from '@playwright/test/reporter'

/** What a reporter learns of a step, which the JSON report leaves out in part. */
export interface ReportedStep {
  readonly test: string
  readonly title: string
  readonly category: string
  /** File and line. */
  readonly location: string
  readonly error?: string
  readonly params?: TestStep['params']
}

export default class StepReporter implements Reporter {
  readonly #file: string
  readonly #steps = new Map<TestStep, ReportedStep>()

  constructor({ outputFile }: { outputFile: string }) {
    this.#file = fileURLToPath(new URL(outputFile, import.meta.url))
  }

  onStepBegin(test: TestCase, _result: TestResult, step: TestStep): void {
    const { title, category, location, params } = step
    const place = location === undefined ? '' : `${basename(location.file)}:${location.line}`
    const reported = {
      test: test.title,
      title,
      category,
      location: place,
      ...(params !== undefined && { params }),
    }
    this.#steps.set(step, reported)
  }

  onStepEnd(_test: TestCase, _result: TestResult, step: TestStep): void {
    const reported = this.#steps.get(step)
    const error = step.error?.message
    if (reported !== undefined && error !== undefined) this.#steps.set(step, { ...reported, error })
  }

  onEnd(): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, JSON.stringify([...this.#steps.values()]))
  }

  printsToStdio(): boolean {
    return false
  }
}
