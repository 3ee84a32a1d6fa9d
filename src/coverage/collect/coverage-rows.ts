import type { CoverageData, EventCoverage, SentCounts } from './coverage-data.ts'

type Row = { -readonly [Name in keyof EventCoverage]: EventCoverage[Name] }

/** Coverage as it grows, an entry for each event of a channel. */
export class CoverageRows {
  readonly #rows = new Map<string, Row>()

  declare(channel: string, event: string): void {
    this.#row(channel, event).declared = true
  }

  bind(channel: string, event: string): void {
    this.#row(channel, event).bound = true
  }

  send(channel: string, event: string, sender: keyof SentCounts): void {
    const row = this.#row(channel, event)
    row.sent = { ...row.sent, [sender]: row.sent[sender] + 1 }
  }

  hear(channel: string, event: string): void {
    this.#row(channel, event).heard += 1
  }

  /** @param channel what the entry's channel is counted as */
  add({ event, declared, bound, sent, heard }: EventCoverage, channel: string): void {
    const row = this.#row(channel, event)
    row.declared ||= declared
    row.bound ||= bound
    row.heard += heard
    row.sent = {
      test: row.sent.test + sent.test,
      backend: row.sent.backend + sent.backend,
      client: row.sent.client + sent.client,
    }
  }

  data(): CoverageData {
    return { version: 1, events: [...this.#rows.values()] }
  }

  #row(channel: string, event: string): Row {
    const key = JSON.stringify([channel, event])
    const known = this.#rows.get(key)
    if (known !== undefined) return known
    const sent = { test: 0, backend: 0, client: 0 }
    const row = { channel, event, declared: false, bound: false, sent, heard: 0 }
    this.#rows.set(key, row)
    return row
  }
}
