import assert from 'node:assert/strict'
import type { PusherFake } from '../../src/index.ts'

/** What the service has reported, which must come and go by turns. */
export class Alternation {
  /** Names of occupied channels. */
  readonly channels: Set<string> = new Set()
  /** `["channel","user"]` */
  readonly members: Set<string> = new Set()
  /** `["socket id","channel"]` */
  readonly subscriptions: Set<string> = new Set()

  constructor(fake: PusherFake) {
    // A listener that throws harms nobody, so each keeps what it has to complain of.
    fake.on('webhook', (webhook) => {
      const { name, channel } = webhook
      if (name === 'channel_occupied') this.#comes(this.channels, channel, name)
      if (name === 'channel_vacated') this.#goes(this.channels, channel, name)
      const member = JSON.stringify([channel, 'user_id' in webhook ? webhook.user_id : ''])
      if (name === 'member_added') this.#comes(this.members, member, name)
      if (name === 'member_removed') this.#goes(this.members, member, name)
    })
    fake.on('subscription', ({ socketId, channel }) =>
      this.#comes(this.subscriptions, JSON.stringify([socketId, channel]), 'subscription'),
    )
    fake.on('unsubscription', ({ socketId, channel }) =>
      this.#goes(this.subscriptions, JSON.stringify([socketId, channel]), 'unsubscription'),
    )
  }

  readonly #complaints: string[] = []

  check(): void {
    assert.deepEqual(this.#complaints, [])
  }

  #comes(set: Set<string>, item: string, event: string): void {
    if (set.has(item)) this.#complaints.push(`${event} a second time: ${item}`)
    set.add(item)
  }

  #goes(set: Set<string>, item: string, event: string): void {
    if (!set.delete(item)) this.#complaints.push(`${event} of what was not there: ${item}`)
  }
}
