import assert from 'node:assert/strict'
import { renderTimeline } from 'pusher-js-fake/timeline'
import type { PusherFake, PusherFakeOptions } from '../../src/index.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

/** Frames, problems and webhooks that a fake under fire keeps. */
const KEPT = 50

/** A fake with an honest client in it, who must not feel what others do. */
export class Scene {
  readonly fake: PusherFake
  readonly #bystander: RawClient

  constructor(options: PusherFakeOptions = {}) {
    this.fake = quietFake({
      frameLogSize: KEPT,
      limits: { clientEventsPerSecond: 1e9 },
      encryptionMasterKeyBase64: Buffer.alloc(32, 1).toString('base64'),
      ...options,
    })
    this.#bystander = new RawClient(this.fake, urlOf(this.fake))
    this.#bystander.subscribe('room')
    this.#bystander.subscribe('presence-room', { id: 'bystander' })
  }

  /** Ends the fake, after a look at whether it is whole. */
  close(): void {
    const { fake } = this
    const bystander = this.#bystander
    assert.deepEqual(bystander.closes, [])
    bystander.take()
    fake.trigger('room', 'toString', { still: 'there' })
    assert.deepEqual(bystander.take(), [
      { event: 'toString', channel: 'room', data: '{"still":"there"}' },
    ])
    const frames = fake.frames()
    const problems = fake.problems()
    const webhooks = fake.webhooks()
    for (const kept of [frames, problems, webhooks, fake.webhookRequests()]) {
      assert.ok(kept.length <= KEPT)
    }
    assert.equal(typeof fake.describe(), 'string')
    JSON.stringify([frames, problems, webhooks, fake.channels(), fake.connections()])
    const page = renderTimeline({ title: '</script><img>', frames })
    assert.ok(!/<img/i.test(page) && page.split('</script>').length === 3)
    fake.close()
  }
}

function urlOf({ key }: PusherFake): string {
  return `wss://ws.pusher.com/app/${encodeURIComponent(key)}?protocol=7&client=js&version=8.6.0`
}
