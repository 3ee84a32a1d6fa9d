import { PageHost } from '../../src/browser/page-host.ts'
import { RequestRoute } from '../../src/browser/page-requests.ts'
import type { PageRequests } from '../../src/browser/page-service.ts'
import type { Realm } from '../../src/browser/realm/realm.ts'
import { RealmWitness } from '../../src/clients/realm-witness.ts'
import { classifyRequest } from '../../src/protocol/pusher-request.ts'
import type { EngineMessage, PageMessage } from '../bridge/bridge-message.ts'
import {
  CHANNEL,
  type ChannelMessage,
  type RelayedRequest,
  type RelayedResponse,
  SETTINGS,
  type WorkerSettings,
} from '../workers/worker-message.ts'
import { Dialler } from './dialler.ts'

/** Runs in a worker before its own script: its sockets go over a page of its origin. */
function installInWorker(realm: Realm & typeof globalThis): void {
  const { name, page, endpoints }: WorkerSettings = Reflect.get(realm, SETTINGS)
  Reflect.deleteProperty(realm, SETTINGS)
  const channel = new BroadcastChannel(CHANNEL)
  const say = (message: ChannelMessage) => channel.postMessage(message)
  const answers = new Map<number, (response: RelayedResponse) => void>()
  let relay = page
  let waiting: (PageMessage | RelayedRequest)[] = []

  const post = (up: PageMessage | RelayedRequest) => {
    if (relay !== undefined) return say({ to: relay, from: name, up })
    waiting.push(up)
    if (waiting.length === 1) say({ wanted: name })
  }
  const choose = (found: string) => {
    relay = found
    const posted = waiting
    waiting = []
    for (const up of posted) post(up)
  }
  const hear = (down: EngineMessage | RelayedResponse) => {
    if (down.type !== 'response') return dialler.hear(down)
    answers.get(down.id)?.(down)
    answers.delete(down.id)
  }
  const dialler = new Dialler(post)
  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if ('down' in data) {
      if (data.to === name) hear(data.down)
    } else if ('page' in data) {
      if (relay === undefined && (data.to ?? name) === name && waiting.length > 0) choose(data.page)
    } else if ('gone' in data && data.gone === relay && page === undefined) {
      // Another page passes on what it dials from now on.
      relay = undefined
      dialler.lose()
    }
  }

  let asked = 0
  const requests: PageRequests = {
    answers: (url) =>
      endpoints?.some((source) => new RegExp(source, 'i').test(url)) === true ||
      classifyRequest(url)?.live === true,
    async handle(request) {
      asked += 1
      const id = asked
      const text = await request.text()
      const { url, method, headers } = request
      const body = text === '' ? null : text
      const { promise, resolve } = Promise.withResolvers<RelayedResponse>()
      answers.set(id, resolve)
      post({ type: 'request', id, url, method, headers: [...headers], body })
      const answer = await promise
      if (answer.status === 0) throw new TypeError('Failed to fetch')
      const { status } = answer
      const pairs = answer.headers.map(([key, value]): [string, string] => [key, value])
      return new Response(answer.body || null, { status, headers: pairs })
    },
    refused() {},
  }
  const dial = dialler.dial.bind(dialler)
  const witness = new RealmWitness(realm)
  const shared = page === undefined ? new RequestRoute(requests, witness.authorizations) : undefined
  new PageHost(realm, { owns: () => true, dial }, witness, shared).serve()
}

installInWorker(globalThis as Realm & typeof globalThis)
