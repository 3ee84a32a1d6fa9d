/** The environment as apps of Pusher keep their settings in it. */
export class Environment {
  readonly #variables: Readonly<Record<string, string | undefined>>
  readonly #url: URL | undefined

  constructor(variables: Readonly<Record<string, string | undefined>>) {
    this.#variables = variables
    const url = this.#own('PUSHER_URL')
    this.#url = url !== undefined && URL.canParse(url) ? new URL(url) : undefined
  }

  /** The first of the names that is set to something, and its value. */
  find(names: readonly string[]): [name: string, value: string] | undefined {
    const reverb = names.map((name) => name.replace(/^PUSHER_/, 'REVERB_'))
    const ordered = this.#usesReverb() ? [...reverb, ...names] : [...names, ...reverb]
    for (const name of ordered) {
      const value = this.#own(name)
      if (value !== undefined) return [name, value]
    }
    const value = this.#ofUrl(names[0])
    return value === undefined ? undefined : ['PUSHER_URL', value]
  }

  /**
   * Where the app looks for its service, when that is this machine; Reverb's own server is told by
   * `REVERB_SERVER_HOST` and `REVERB_SERVER_PORT`.
   */
  listens(): { readonly host?: string; readonly port?: string } {
    const own = { host: this.#own('REVERB_SERVER_HOST'), port: this.#own('REVERB_SERVER_PORT') }
    if (this.#usesReverb() && (own.host !== undefined || own.port !== undefined)) {
      return { ...(own.host && { host: own.host }), ...(own.port && { port: own.port }) }
    }
    const [, host] = this.find(['PUSHER_HOST']) ?? []
    const [, port] = this.find(['PUSHER_PORT']) ?? []
    const isHere = host !== undefined && /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host)
    return isHere && port !== undefined ? { host: host.replace(/[[\]]/g, ''), port } : {}
  }

  /** A variable by its name; one that is empty is none. */
  get(name: string): string | undefined {
    return this.#own(name)
  }

  /** What Laravel broadcasts with; from version 11 on it is `BROADCAST_CONNECTION`. */
  #usesReverb(): boolean {
    const driver = this.#own('BROADCAST_CONNECTION') ?? this.#own('BROADCAST_DRIVER')
    return driver === 'reverb'
  }

  #own(name: string): string | undefined {
    return Object.hasOwn(this.#variables, name) ? this.#variables[name] || undefined : undefined
  }

  /** `http://KEY:SECRET@HOST:PORT/apps/ID`, as several SDKs take it. */
  #ofUrl(name: string | undefined): string | undefined {
    const url = this.#url
    if (url === undefined) return undefined
    const parts: Record<string, string | undefined> = {
      PUSHER_APP_ID: /\/apps\/([^/]+)/.exec(url.pathname)?.[1],
      PUSHER_KEY: url.username,
      PUSHER_SECRET: url.password,
      PUSHER_HOST: url.hostname,
      PUSHER_PORT: url.port,
    }
    const part = name !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined
    return part ? safeDecode(part) : undefined
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
