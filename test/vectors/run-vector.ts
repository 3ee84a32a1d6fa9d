import { differences } from './differences.ts'
import type { Service } from './service.ts'
import { signedPath } from './signatures.ts'
import { resolve, resolveExpected, resolveText, type Scope } from './template.ts'
import type {
  ConnectStep,
  RestStep,
  SendStep,
  SigninStep,
  Step,
  SubscribeStep,
  Vector,
} from './vector.ts'
import { VectorClient } from './vector-client.ts'
import { WebhookInbox } from './webhook-inbox.ts'

const ESTABLISHED = {
  event: 'pusher:connection_established',
  data: {
    $json: {
      socket_id: { $match: '^\\d+\\.\\d+$' },
      activity_timeout: { $optional: { $any: 'number' } },
    },
  },
}

/** What pusher-js says of itself. Source: pusher-js core/transports/url_schemes.ts. */
const CLIENT_QUERY = { protocol: '7', client: 'js', version: '8.6.0', flash: 'false' }

const NEEDS_SIGNATURE = /^(private|presence)-/

/** Runs a vector's steps. Throws, naming the step, at the first that does not go as it says. */
export async function runVector(vector: Vector, service: Service): Promise<void> {
  const run = new VectorRun(service)
  try {
    for (const [index, step] of vector.steps.entries()) {
      try {
        await run.step(step)
      } catch (error) {
        const { message } = error as Error
        throw new Error(`Step ${index + 1} (${JSON.stringify(step)}): ${message}`, { cause: error })
      }
    }
    run.assertNothingLeft(vector.steps.some((step) => step.do === 'expectWebhooks'))
  } finally {
    await run.end()
  }
}

class VectorRun {
  readonly #service: Service
  readonly #clients = new Map<string, VectorClient>()
  readonly #webhooks: WebhookInbox
  readonly #scope: Scope

  constructor(service: Service) {
    this.#service = service
    const run = `r${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`
    this.#scope = {
      ...service.credentials,
      run,
      socketId: (client) => this.#client(client).socketId,
    }
    this.#webhooks = new WebhookInbox(service.credentials, run)
    service.onWebhook?.(this.#webhooks.receive)
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'connect':
        return this.#connect(step)
      case 'subscribe':
        return this.#subscribe(step)
      case 'signin':
        return this.#signin(step)
      case 'send':
        return this.#send(step)
      case 'expect':
        return this.#client(step.client).expectFrames(
          step.frames.map((frame) => this.#expected(frame)),
          step.order === 'any',
        )
      case 'expectNothing':
        return this.#client(step.client).expectNothing()
      case 'expectClose':
        return this.#client(step.client).expectClose(
          step.code,
          this.#expected(step.reason ?? { $any: 'string' }),
          (step.mayPrecede ?? []).map((frame) => this.#expected(frame)),
        )
      case 'close':
        return this.#client(step.client).close()
      case 'rest':
        return this.#rest(step)
      case 'expectWebhooks':
        return this.#webhooks.expect(
          step.events.map((event) => this.#expected(event)),
          step.order === 'any',
          this.#service.patience,
        )
    }
  }

  assertNothingLeft(webhooks: boolean): void {
    for (const client of this.#clients.values()) client.assertNothingLeft()
    if (webhooks) this.#webhooks.assertNothingLeft()
  }

  async end(): Promise<void> {
    for (const client of this.#clients.values()) await client.close()
  }

  async #connect(step: ConnectStep): Promise<void> {
    const { path = `/app/${this.#scope.key}`, tls } = step
    const query = Object.entries({ ...CLIENT_QUERY, ...step.query }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    )
    const client = new VectorClient(step.client, this.#service.patience)
    this.#clients.set(step.client, client)
    const search = new URLSearchParams(query)
    const full = `${resolveText(path, this.#scope)}${search.size > 0 ? `?${search}` : ''}`
    client.opened(await this.#service.open({ path: full, tls }, client.hear))
    if (step.await !== false) await client.expectFrames([ESTABLISHED], false)
  }

  async #subscribe(step: SubscribeStep): Promise<void> {
    const { client, channel: template, channel_data } = step
    const channel = resolveText(template, this.#scope)
    const data = {
      ...(channel_data !== undefined && { channel_data: { $json: channel_data } }),
      channel,
    }
    const auth = NEEDS_SIGNATURE.test(channel) ? { $channelAuth: { client, ...data } } : ''
    await this.#send({
      do: 'send',
      client,
      frame: { event: 'pusher:subscribe', data: { auth, ...data } },
    })
    if (step.await === false) return
    const succeeded = {
      event: 'pusher_internal:subscription_succeeded',
      channel,
      data: { $any: 'string' },
    }
    await this.#client(client).expectFrames([succeeded], false)
  }

  async #signin(step: SigninStep): Promise<void> {
    const { client } = step
    const user_data = { $json: step.user_data }
    const data = { auth: { $userAuth: { client, user_data } }, user_data }
    await this.#send({ do: 'send', client, frame: { event: 'pusher:signin', data } })
    if (step.await === false) return
    const success = {
      event: 'pusher:signin_success',
      data: { $data: { user_data: { $any: 'string' } } },
    }
    await this.#client(client).expectFrames([success], false)
  }

  async #send({ client, frame, text, binary, times }: SendStep): Promise<void> {
    const data =
      binary === undefined
        ? (text ?? JSON.stringify(resolve(frame, this.#scope)))
        : Uint8Array.from(atob(binary), (byte) => byte.charCodeAt(0))
    await this.#client(client).send(data, times)
  }

  async #rest(step: RestStep): Promise<void> {
    const { method, auth } = step
    const body =
      step.text ??
      (step.body === undefined ? undefined : JSON.stringify(resolve(step.body, this.#scope)))
    const query = Object.entries(step.query ?? {}).flatMap(([name, value]) =>
      [value].flat().map((item) => [name, resolveText(item, this.#scope)] as const),
    )
    const path = signedPath(
      this.#service.credentials,
      { method, path: resolveText(step.path, this.#scope), query, body },
      auth,
    )
    const response = await this.#service.rest({ method, path, body })
    const expected = { status: step.expect.status, body: this.#expected(step.expect.body) }
    const found = differences(
      expected,
      { status: response.status, body: response.body },
      'the response',
    )
    if (found.length > 0) throw new Error(found.join('; '))
  }

  #expected(template: unknown): unknown {
    return resolveExpected(template, this.#scope)
  }

  #client(name: string): VectorClient {
    const client = this.#clients.get(name)
    if (client === undefined) throw new Error(`No step has connected ${name}`)
    return client
  }
}
