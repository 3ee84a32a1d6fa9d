import type { PusherApp } from '../../app/pusher-app.ts'
import type { PusherServer } from '../start-pusher-server.ts'

/** What each kind of client and backend is to be told, ready to paste. */
export function settingsToPaste(app: PusherApp, server: PusherServer): string {
  const { appId, key, secret, cluster } = app
  const tls = server.socketUrl.startsWith('wss:')
  const scheme = tls ? 'https' : 'http'
  const { port, webPort } = server
  const host = new URL(server.socketUrl).hostname
  const webHost = new URL(server.webUrl).hostname
  const socketPort = tls ? `wssPort: ${port}` : `wsPort: ${port}`
  return `
pusher-js
  new Pusher('${key}', { cluster: '${cluster}', wsHost: '${host}', ${socketPort}, forceTLS: ${tls}, enabledTransports: ['ws', 'wss'] })

pusher (Node)
  new Pusher({ appId: '${appId}', key: '${key}', secret: '${secret}', host: '${webHost}', port: '${webPort}', useTLS: ${tls} })

Rails, config/initializers/pusher.rb
  Pusher.app_id = '${appId}'; Pusher.key = '${key}'; Pusher.secret = '${secret}'
  Pusher.scheme = '${scheme}'; Pusher.host = '${webHost}'; Pusher.port = ${webPort}

Laravel, .env
  BROADCAST_CONNECTION=pusher
  PUSHER_APP_ID=${appId}
  PUSHER_APP_KEY=${key}
  PUSHER_APP_SECRET=${secret}
  PUSHER_HOST=${webHost}
  PUSHER_PORT=${webPort}
  PUSHER_SCHEME=${scheme}

Laravel, .env, with the driver reverb
  BROADCAST_CONNECTION=reverb
  REVERB_APP_ID=${appId}
  REVERB_APP_KEY=${key}
  REVERB_APP_SECRET=${secret}
  REVERB_HOST=${webHost}
  REVERB_PORT=${webPort}
  REVERB_SCHEME=${scheme}

Laravel Echo
  new Echo({ broadcaster: 'reverb', key: '${key}', wsHost: '${host}', wsPort: ${port}, wssPort: ${port}, forceTLS: ${tls}, enabledTransports: ['ws', 'wss'] })
`
}
