import type { IncomingHttpHeaders } from 'node:http'
import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { TEST_HEADER } from './test-header.ts'

const VARIABLE = 'PUSHER_FAKE_URL'
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Where fakes may be, as the environment and the tests say it. */
export class FakeAddress {
  /** Where what no test has asked for goes; undefined when the environment names none. */
  readonly fallback: URL | undefined

  /** @throws PusherFakeError `invalid_option` when `PUSHER_FAKE_URL` is no URL over HTTP */
  constructor(environment: Readonly<Record<string, string | undefined>>) {
    const value = environment[VARIABLE]
    this.fallback = value === undefined || value === '' ? undefined : httpUrl(value)
    if (value && this.fallback === undefined) {
      throw new PusherFakeError(
        'invalid_option',
        `${VARIABLE} must be the URL that the fake listens on, such as http://127.0.0.1:6100, got ${showValue(value)}.`,
      )
    }
  }

  /**
   * The fake of the test whose page has sent these headers.
   *
   * @returns undefined when they name none, or one that is neither on this machine nor on the host of
   * `PUSHER_FAKE_URL`: who can reach the backend shall not choose where it sends to
   */
  ofRequest(headers: IncomingHttpHeaders): URL | undefined {
    const header = headers[TEST_HEADER]
    const value = typeof header === 'string' ? header : cookie(headers.cookie)
    const url = value === undefined ? undefined : httpUrl(value)
    const isKnown =
      url !== undefined && (LOOPBACK.test(url.hostname) || url.hostname === this.fallback?.hostname)
    return isKnown ? url : undefined
  }
}

/** Says why a request cannot be answered, where there is no fake for it. */
export function noFake(request: string): string {
  return `${request} is refused, as nobody says where the fake is, and it may not reach the live service. Set ${VARIABLE}, as in ${VARIABLE}=http://127.0.0.1:6100.`
}

/** Says why a request cannot be answered, where its fake is not to be reached. */
export function unreachable(request: string, url: URL, reason: string): string {
  return [
    `${request} was to go to the fake at ${url.origin}, which cannot be reached (${reason}), and it may not reach the live service.`,
    `Start the fake there, with test.use({ pusherFakeOptions: { listen: true } }) in Playwright or npx pusher-js-fake --port ${url.port}, or set ${VARIABLE} to where it is.`,
  ].join(' ')
}

function httpUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined
}

function cookie(header: string | undefined): string | undefined {
  const prefix = `${TEST_HEADER}=`
  const pair = header
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(prefix))
  if (pair === undefined) return undefined
  try {
    return decodeURIComponent(pair.slice(prefix.length))
  } catch {
    return undefined
  }
}
