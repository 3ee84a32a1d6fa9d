import Pusher from 'pusher-js'
import { answerAuthRequests, installPusherFake } from 'pusher-js-fake/browser'
import { expect, test } from 'vitest'
import {
  differences,
  permutations,
  snapshot,
  watchedObjects,
} from '../isolation/globals-snapshot.ts'

const objects = watchedObjects(globalThis, {
  'Pusher.Runtime': Reflect.get(Pusher, 'Runtime'),
  document,
  'HTMLScriptElement.prototype': HTMLScriptElement.prototype,
})

function install(key: string): () => void {
  const fake = installPusherFake({ Pusher, key, logger: false })
  const stop = answerAuthRequests(fake)
  return () => {
    stop()
    fake.uninstall()
  }
}

test.each(permutations(['one', 'two', 'three']))(
  'uninstalling %s, %s, %s leaves every global as it was',
  (...order) => {
    const before = snapshot(objects)
    const undo = new Map(['one', 'two', 'three'].map((key) => [key, install(key)]))
    expect(differences(before, snapshot(objects))).toEqual(
      expect.arrayContaining(['realm.WebSocket', 'realm.XMLHttpRequest', 'realm.fetch']),
    )
    for (const key of order) undo.get(key)?.()
    expect(differences(before, snapshot(objects))).toEqual([])
  },
)
