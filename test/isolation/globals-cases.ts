import dns from 'node:dns'
import url from 'node:url'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import Pusher from 'pusher-js'
import {
  answerAuthRequests,
  type InstalledPusherFake,
  installPusherFake,
} from 'pusher-js-fake/browser'
import { afterEach, describe, expect, test } from 'vitest'
import { differences, permutations, snapshot, watchedObjects } from './globals-snapshot.ts'

/** Something that patches globals, and its way back. */
interface Patcher {
  readonly name: string
  install(): () => void
}

const fakeOf = (key: string): Patcher => ({
  name: `fake ${key}`,
  install() {
    const fake = installPusherFake({ Pusher, key, logger: false })
    const stop = answerAuthRequests(fake)
    return () => {
      stop()
      fake.uninstall()
    }
  },
})

const msw: Patcher = {
  name: 'MSW',
  install() {
    const server = setupServer(http.get('http://app.test/', () => HttpResponse.text('msw')))
    server.listen({ onUnhandledFrame: 'bypass' })
    return () => server.close()
  },
}

/** Uninstalling leaves every global as it was, whoever comes and goes in whatever order. */
export function globalsCases(): void {
  const objects = watchedObjects(globalThis, {
    'Pusher.Runtime': Reflect.get(Pusher, 'Runtime'),
    dns,
    'dns.promises': dns.promises,
    url,
    'Function.prototype': Function.prototype,
  })
  // MSW leaves Headers, Request and Response as plain properties, once, whoever else is there.
  msw.install()()
  const left: (() => void)[] = []
  afterEach(() => {
    for (const undo of left.splice(0).reverse()) undo()
  })

  describe('globals', () => {
    const patchers = [fakeOf('one'), fakeOf('two'), msw]
    const orders = permutations(patchers).flatMap((comes) =>
      permutations(patchers).map((goes) => ({ comes, goes })),
    )
    test.each(
      orders.map(
        ({ comes, goes }) =>
          [
            `${comes.map(({ name }) => name).join(', ')} come; ${goes.map(({ name }) => name).join(', ')} go`,
            { comes, goes },
          ] as const,
      ),
    )('%s', (_, { comes, goes }) => {
      const before = snapshot(objects)
      const undo = new Map(comes.map((patcher) => [patcher, patcher.install()]))
      left.push(...undo.values())
      expect(differences(before, snapshot(objects))).not.toEqual([])
      for (const patcher of goes) undo.get(patcher)?.()
      left.length = 0
      expect(differences(before, snapshot(objects))).toEqual([])
    })

    test('a whole life of clients adds and changes nothing', async () => {
      const before = snapshot(objects)
      const fake: InstalledPusherFake = installPusherFake({ Pusher, logger: false })
      left.push(() => fake.uninstall())
      const installed = snapshot(objects)
      const pusher = new Pusher('app-key', { cluster: 'mt1' })
      pusher.subscribe('orders')
      await fake.waitForSubscription('orders')
      fake.trigger('orders', 'created', 1)
      fake.reset()
      expect(differences(installed, snapshot(objects))).toEqual([])
      pusher.disconnect()
      fake.uninstall()
      expect(differences(before, snapshot(objects))).toEqual([])
    })
  })
}
