import type { Call } from '../../src/browser/page-service.ts'
import { ABNORMAL_CLOSURE } from '../../src/protocol/close-codes.ts'
import type { ConnectionUrl } from '../../src/protocol/connection-url.ts'
import type { LinkInput } from '../../src/server/connections/link.ts'
import type { EngineMessage, PageMessage } from '../bridge/bridge-message.ts'
import {
  CHANNEL,
  type ChannelMessage,
  type RelayedRequest,
  type RelayedResponse,
} from '../workers/worker-message.ts'

type Dial = (url: Pick<ConnectionUrl, 'url'>) => Call

/** Passes on the sockets of workers as sockets of this page. */
export class WorkerRelay {
  /** Of this page, on the channel. */
  readonly name: string = crypto.getRandomValues(new Uint32Array(4)).join('-')
  readonly #channel = new BroadcastChannel(CHANNEL)
  readonly #fetch = globalThis.fetch.bind(globalThis)
  readonly #dial: Dial
  /** By worker. */
  readonly #inputs = new Map<string, Map<number, LinkInput>>()

  /** @param shared whether shared workers may ask this page */
  constructor(dial: Dial) {
    this.#dial = dial
    this.#channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
      if ('wanted' in data) this.#say({ page: this.name, to: data.wanted })
      if (!('up' in data) || data.to !== this.name) return
      if (data.up.type === 'request') void this.#request(data.from, data.up)
      else this.#take(data.from, data.up)
    }
    globalThis.addEventListener('pagehide', () => this.#say({ gone: this.name }))
    globalThis.addEventListener('pageshow', () => this.#say({ page: this.name }))
    this.#say({ page: this.name })
  }

  /** A worker is no more. */
  end(worker: string): void {
    for (const input of this.#inputs.get(worker)?.values() ?? []) input.closed(ABNORMAL_CLOSURE, '')
    this.#inputs.delete(worker)
  }

  #say(message: ChannelMessage): void {
    this.#channel.postMessage(message)
  }

  #take(worker: string, message: PageMessage): void {
    const inputs = this.#inputs.get(worker) ?? new Map<number, LinkInput>()
    this.#inputs.set(worker, inputs)
    const { id } = message
    switch (message.type) {
      case 'open': {
        const tell = (down: EngineMessage) => this.#say({ to: worker, down })
        const input = this.#dial(message).accept({
          open: () => tell({ type: 'open', id }),
          send: (data) => tell({ type: 'frame', id, data }),
          close: (code, reason) => tell({ type: 'close', id, code, reason }),
          drop: () => tell({ type: 'drop', id }),
        })
        inputs.set(id, input)
        return
      }
      case 'frame':
        inputs.get(id)?.receive(message.data)
        return
      case 'close':
        inputs.get(id)?.closed(message.code, message.reason)
        inputs.delete(id)
    }
  }

  async #request(worker: string, { id, url, ...init }: RelayedRequest): Promise<void> {
    const headers = init.headers.map(([key, value]): [string, string] => [key, value])
    const nobody: RelayedResponse = { type: 'response', id, status: 0, headers: [], body: '' }
    const answer = await this.#fetch(url, { ...init, headers, credentials: 'include' }).then(
      async (response): Promise<RelayedResponse> => ({
        type: 'response',
        id,
        status: response.status,
        headers: [...response.headers],
        body: await response.text(),
      }),
      () => nobody,
    )
    this.#say({ to: worker, down: answer })
  }
}
