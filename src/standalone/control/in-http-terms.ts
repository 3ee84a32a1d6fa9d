import { untagged } from '../../errors/pusher-fake-error.ts'
import { CONTROL_PREFIX } from './control-prefix.ts'

/** What a remedy in TypeScript is over HTTP. */
const TERMS: readonly (readonly [code: RegExp, http: string])[] = [
  [
    /createPusherFake\(\{ encryptionMasterKeyBase64 \}\)/g,
    `--encryption-master-key, or POST ${CONTROL_PREFIX}/apps { "encryptionMasterKeyBase64" }`,
  ],
  [/createPusherFake\(\{ clientEvents: true \}\)/g, '--client-events'],
  [/createPusherFake\(([^)]{0,60})\)/g, `POST ${CONTROL_PREFIX}/apps $1`],
  [
    /call restore\(\) of what it returned, or fake\.faults\.restore\(\)/g,
    `DELETE ${CONTROL_PREFIX}/faults/{id}, or ${CONTROL_PREFIX}/faults for all`,
  ],
  [/\bfake\.faults\.restore\(\)/g, `DELETE ${CONTROL_PREFIX}/faults`],
  [/\bfake\.faults\.active\(\)/g, `GET ${CONTROL_PREFIX}/faults`],
  [/\bfake\.faults\.(\w{1,40})\([^)]{0,60}\)/g, `POST ${CONTROL_PREFIX}/faults/$1`],
  [/\bfake\.(connections|channels|frames|webhooks|problems)\(\)/g, `GET ${CONTROL_PREFIX}/$1`],
  [/\bfake\.(trigger|reset|sendToUser)\([^)]{0,60}\)/g, `POST ${CONTROL_PREFIX}/$1`],
  [/\bfake\.connect\([^)]{0,60}\)/g, `POST ${CONTROL_PREFIX}/peers`],
  [/The order is trigger\(channel, event, data\)/g, 'The body is { "channels", "event", "data" }'],
  [/\bPass \{\} or null for none/g, 'Send "data": {} or null for none'],
  [/, or raise limits\.(\w{1,40})/g, ', or raise the limit: --limits $1=N'],
  [/\bWrite \{ id: '(\w{1,40})' \}/g, 'Send { "id": "$1" }'],
  [/\bWrite info: '([^']{0,60})'/g, 'Send "info": "$1"'],
]

/** A message of the service for who speaks HTTP: without the prefix, and without code to write. */
export function inHttpTerms(message: string): string {
  return TERMS.reduce(
    (text, [code, http]) => text.replace(code, http),
    withoutCall(untagged(message)),
  )
}

/** `trigger("orders", "created"): …` is how the call looks in TypeScript. */
function withoutCall(message: string): string {
  const end = message.indexOf('): ')
  if (!message.startsWith('trigger("') || end === -1) return message
  return `trigger to ${message.slice('trigger('.length, end)}: ${message.slice(end + 3)}`
}
