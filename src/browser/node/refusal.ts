import { classifyRequest } from '../../protocol/pusher-request.ts'
import type { PusherScript } from '../../protocol/pusher-script.ts'

const SCRIPT = ({ version = '', file }: PusherScript) =>
  `It is served in Playwright alone. Here, npm i -D pusher-js${version && `@${version}`}, and let the page have node_modules/pusher-js/dist/${file.includes('worker') ? 'worker' : 'web'}/${file}.`
const SOCKET =
  "Is it a socket of pusher-js's Node build? Write installPusherFake({ Pusher }), and do so before other copies are loaded, as in a setup file. Is it a window's that jsdom made? Write installPusherFake({ realm: window }) in its beforeParse."
const REST = 'Is it a REST call of the server SDK? Use pusherHandlers of pusher-js-fake/msw.'

/**
 * Why a process may not dial a host, and what to write.
 *
 * @param request `METHOD URL`, where Node told of it
 */
export function refusal(host: string, request: string | undefined): string {
  const url = request?.split(' ').at(-1)
  const dialled = `Refused to dial ${host}${request === undefined ? '' : ` for ${request}`}: no byte may leave for Pusher while a fake is installed.`
  return `${dialled} ${remedy(url)}`
}

function remedy(url = ''): string {
  const asked = classifyRequest(url)
  if (asked?.kind === 'script') return SCRIPT(asked.script)
  if (asked?.kind === 'rest') return REST
  // A library's handshake is told as a request of HTTP.
  const dialled = classifyRequest(url.replace(/^http/, 'ws'))
  return dialled?.kind === 'socket' ? SOCKET : `${SOCKET} ${REST}`
}
