import { randomBytes, randomInt } from 'node:crypto'
import type { PusherApp } from '../../../app/pusher-app.ts'
import type { PusherFakeOptions } from '../../../server/options.ts'
import { WEBHOOK_NAMES } from '../../../server/webhooks/webhook-event.ts'
import { loadContracts } from '../../load-contracts.ts'
import type { ServedApps } from '../../served-apps.ts'
import type { ServerAddress } from '../../server-address.ts'
import { ControlError, notFound } from '../control-error.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { count, nothing } from '../models.ts'
import {
  array,
  described,
  flag,
  json,
  nonNegative,
  object,
  objectOr,
  oneOf,
  record,
  text,
} from '../schema.ts'

const webhookName = oneOf(...WEBHOOK_NAMES)

const limits = described(objectOr(record(nonNegative), flag), {
  description: "Those that differ from Pusher's, or false for none",
})

const options = {
  appId: described(text, { description: 'Digits, unlike any other, unless told' }),
  key: text,
  secret: text,
  cluster: text,
  extraTokens: described(array(object({ key: text, secret: text })), {
    description: 'Younger tokens of the app',
  }),
  clientEvents: flag,
  subscriptionCount: flag,
  subscriptionCountThrottle: flag,
  authorizedConnections: described(objectOr(object({ timeoutSeconds: nonNegative }), flag), {
    description: 'Whether, or within how many seconds, a connection must be authorized',
  }),
  enabled: flag,
  tlsOnly: flag,
  activityTimeoutSeconds: nonNegative,
  pongTimeoutSeconds: nonNegative,
  encryptionMasterKeyBase64: described(text, { description: '32 bytes, base64' }),
  limits,
  webhookDelay: described(nonNegative, { description: 'Milliseconds' }),
  webhookBatchInterval: described(nonNegative, { description: 'Milliseconds' }),
  frameLogSize: count,
  seed: described(count, { description: 'Of what faults leave to chance' }),
  frameLogBytes: count,
  events: described(record(record(json)), {
    description:
      'What events carry: JSON Schemas by channel, or pattern such as private-user-*, and event',
  }),
  contracts: described(oneOf('fail', 'warn', 'off'), {
    description: 'Whether POST /trigger is refused what breaks them, or it is a problem alone',
  }),
  strict: described(flag, { description: 'Whether what they do not declare breaks them too' }),
  webhooks: described(
    array(objectOr(object({ url: text }, { events: array(webhookName) }), text)),
    {
      description:
        'URLs that its webhooks are posted to, all or the types of events that are named',
    },
  ),
}

const credentials = described(
  object({
    appId: text,
    key: text,
    secret: text,
    cluster: text,
    scheme: text,
    host: text,
    port: count,
    socketHost: text,
    socketPort: count,
  }),
  { title: 'App', description: 'What a backend is told, and where clients connect' },
)

/** Apps of their own for workers that run at the same time. */
export function appEndpoints(apps: ServedApps, address: () => ServerAddress): readonly Endpoint[] {
  const settingsOf = ({ appId, key, secret, cluster }: PusherApp) => {
    const { tls, host, port, webHost, webPort } = address()
    return {
      ...{ appId, key, secret, cluster, scheme: tls ? 'https' : 'http' },
      ...{ host: webHost, port: webPort, socketHost: host, socketPort: port },
    }
  }
  return [
    endpoint({
      method: 'GET',
      path: '/apps',
      operationId: 'apps',
      summary: 'The apps that are served, and how each is reached',
      answer: array(credentials),
      appless: true,
      handle: () => apps.all().map(settingsOf),
    }),
    endpoint({
      method: 'POST',
      path: '/apps',
      operationId: 'createApp',
      summary: 'Makes an app with credentials of its own; the other operations take it as ?app=ID',
      body: object({}, options),
      answer: credentials,
      appless: true,
      async handle({ body: { webhooks = [], events, ...given } }) {
        const own = {
          appId: freshId(apps),
          key: randomBytes(10).toString('hex'),
          secret: randomBytes(10).toString('hex'),
          ...given,
          ...(events !== undefined && { events: await loadContracts(events) }),
        }
        return settingsOf(apps.make(own as PusherFakeOptions, webhooks))
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/apps/{appId}',
      operationId: 'endApp',
      summary: 'Ends an app that was made by POST /apps, with its clients and its webhooks',
      parameters: object({ appId: text }),
      answer: nothing,
      appless: true,
      async handle({ parameters: { appId } }) {
        if (await apps.end(appId)) return {}
        if (apps.withId(appId) !== undefined) {
          throw new ControlError(
            400,
            'invalid_request',
            `The app "${appId}" was there from the start and ends with the server. DELETE ends what POST /apps has made.`,
          )
        }
        throw notFound(`There is no app "${appId}".`)
      },
    }),
  ]
}

/** Made of digits, as live ones are: some SDKs take no other. */
function freshId(apps: ServedApps): string {
  for (;;) {
    const id = String(randomInt(1_000_000, 1_000_000_000))
    if (apps.withId(id) === undefined) return id
  }
}
