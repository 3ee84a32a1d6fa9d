import { classifyRequest } from '../../protocol/pusher-request.ts'
import type { PusherScript } from '../../protocol/pusher-script.ts'

const ELSE =
  "For a socket of pusher-js's Node build write installPusherFake({ Pusher }), in a setup file; for a window of jsdom installPusherFake({ realm: window }); for the server SDK pusherHandlers of pusher-js-fake/msw."

/**
 * Why a process may not dial a host, and what to write.
 *
 * @param request `METHOD URL`, where Node told of it
 */
export function refusal(host: string, request = ''): string {
  const asked = classifyRequest(request.slice(request.indexOf(' ') + 1))
  return `Refused to dial ${host}${request && ` for ${request}`}: no byte may leave for Pusher while a fake is installed. ${
    asked?.kind === 'script' ? remedyForScript(asked.script) : ELSE
  }`
}

function remedyForScript({ version = '', file }: PusherScript): string {
  return `Outside of Playwright, npm i -D pusher-js${version && `@${version}`}, and let the page have node_modules/pusher-js/dist/web/${file}.`
}
