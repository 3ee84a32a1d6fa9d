import { CONTROL_PREFIX } from './control/control-prefix.ts'
import { INSPECTOR_PATH } from './inspector/inspector-handler.ts'
import type { ServedApps } from './served-apps.ts'
import type { ServerAddress } from './server-address.ts'
import type { PusherServerOptions } from './server-options.ts'

/** What `GET /` says: what is here and where. No token: who asks may be anybody. */
export function welcome(
  apps: ServedApps,
  { tls, host, port, webHost, webPort }: ServerAddress,
  { inspector, control }: PusherServerOptions,
): string {
  const secure = tls ? 's' : ''
  const web = `http${secure}://${webHost}:${webPort}`
  const ids = apps.all().map(({ appId, key }) => `  app ${appId}, key ${key}`)
  const lines = [
    'pusher-js-fake, a fake of Pusher Channels for tests',
    '',
    ...ids,
    '',
    `Sockets    ws${secure}://${host}:${port}`,
    `HTTP API   ${web}/apps/ID/events`,
    inspector
      ? `Inspector  ${web}${INSPECTOR_PATH}, with the token behind # that was printed at the start`
      : 'Inspector  not served: the command serves one, and startPusherServer does by its option "inspector"',
    control
      ? `Control    ${web}${CONTROL_PREFIX}, described in ${CONTROL_PREFIX}/openapi.json`
      : 'Control    not served: give --control-token, or the option "control"',
    `Health     ${web}/up, counts at ${web}/metrics.json`,
  ]
  return `${lines.join('\n')}\n`
}
