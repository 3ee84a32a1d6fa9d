import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export const TOKEN = 'a-token'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/**
 * A test suite in another language: it knows the URL and the token, and sends JSON. Through `node:http`,
 * as `fetch` would set Host and Origin itself.
 */
export class ControlClient {
  readonly #webUrl: string

  constructor(webUrl: string) {
    this.#webUrl = webUrl
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path)
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.call('POST', path, body)
  }

  delete(path: string): Promise<Answer> {
    return this.call('DELETE', path)
  }

  /** @param body a string is sent as it is */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#webUrl}/control/v1${path}`,
        { method, headers: { authorization: `Bearer ${TOKEN}`, ...headers } },
        (response) => {
          const { statusCode: status = 0, headers: answered } = response
          text(response)
            .then((json) => resolve({ status, headers: answered, body: JSON.parse(json) }))
            .catch(reject)
        },
      )
      sent.on('error', reject)
      sent.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }
}
