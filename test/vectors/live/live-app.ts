import type { RemoteApp } from '../hosts/remote-service.ts'
import type { AppSettings } from '../vector.ts'

const FEATURES = ['clientEvents', 'subscriptionCount', 'watchlist'] as const
type Feature = (typeof FEATURES)[number]

/** An app that somebody else runs, and the switches of its dashboard that are on. */
export interface LiveApp extends RemoteApp {
  readonly features: ReadonlySet<string>
}

type Environment = Readonly<Record<string, string | undefined>>

const PATIENCE = 10_000

/**
 * Reads the app from the environment, by the names that Pusher's own dashboard gives them.
 *
 * @throws Error that says what is missing or wrong
 */
export function liveApp(environment: Environment): LiveApp {
  const host = environment['PUSHER_HOST']
  const needed = [
    'PUSHER_APP_ID',
    'PUSHER_KEY',
    'PUSHER_SECRET',
    ...(host ? [] : ['PUSHER_CLUSTER']),
  ]
  const missing = needed.filter((name) => !environment[name])
  if (missing.length > 0) {
    throw new Error(
      `test:live runs the vectors against a live Pusher app and needs its credentials: set ${missing.join(', ')}. They are in the dashboard of the app, under App Keys; use an app that serves nobody else.`,
    )
  }
  const value = (name: string) => environment[name] ?? ''
  const scheme = environment['PUSHER_SCHEME'] || 'https'
  if (scheme !== 'http' && scheme !== 'https') {
    throw new Error(`PUSHER_SCHEME must be http or https, got "${scheme}".`)
  }
  const secure = scheme === 'https'
  const port = environment['PUSHER_PORT'] ? `:${environment['PUSHER_PORT']}` : ''
  const cluster = value('PUSHER_CLUSTER')
  return {
    credentials: {
      appId: value('PUSHER_APP_ID'),
      key: value('PUSHER_KEY'),
      secret: value('PUSHER_SECRET'),
    },
    socketUrl: `${secure ? 'wss' : 'ws'}://${host || `ws-${cluster}.pusher.com`}${port}`,
    apiUrl: `${scheme}://${host || `api-${cluster}.pusher.com`}${port}`,
    patience: PATIENCE,
    features: new Set(featuresOf(value('PUSHER_FEATURES'))),
  }
}

function featuresOf(list: string): string[] {
  const names = list.split(',').map((name) => name.trim())
  const unknown = names.find((name) => name !== '' && !isFeature(name))
  if (unknown !== undefined) {
    throw new Error(`PUSHER_FEATURES has ${FEATURES.join(', ')}, got "${unknown}".`)
  }
  return names
}

function isFeature(name: string): name is Feature {
  return FEATURES.some((feature) => feature === name)
}

/** Why the app cannot have the settings of a vector. */
export function refusal({ features }: LiveApp, settings: AppSettings): string | undefined {
  const off = Object.keys(settings).filter((name) => !features.has(name))
  if (off.length === 0) return undefined
  return `needs an app with ${off.join(', ')}: switch it on in the dashboard, App Settings, and name it in PUSHER_FEATURES`
}
