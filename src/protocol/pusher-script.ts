/** A build of pusher-js that a page loads from a network of its files. */
export interface PusherScript {
  /** As the URL has it: `8.6`, `8.6.0`, `^8`; undefined where it names none. */
  readonly version?: string
  /** Such as `pusher-with-encryption.min.js`. */
  readonly file: string
}

/**
 * Where pusher-js is published for pages, by host: the version and the file of a path.
 * Sources: pusher-js README (js.pusher.com, cdnjs); jsDelivr and unpkg have every package of npm.
 */
const NETWORKS: Readonly<Record<string, RegExp>> = {
  'js.pusher.com': /^\/(?:(\d[^/]*)\/)?([\w.-]+\.js)$/,
  'cdnjs.cloudflare.com': /^\/ajax\/libs\/pusher\/([^/]+)\/([\w.-]+\.js)$/,
  'cdn.jsdelivr.net': /^\/npm\/pusher-js(?:@([^/]+))?(?:\/dist\/(?:web|worker)\/([\w.-]+\.js))?$/,
  'unpkg.com': /^\/pusher-js(?:@([^/]+))?(?:\/dist\/(?:web|worker)\/([\w.-]+\.js))?$/,
}

const DEFAULT_FILE = 'pusher.min.js'

/** @returns undefined where the URL is no build of pusher-js */
export function parseScriptUrl({ hostname, pathname }: URL): PusherScript | undefined {
  const [matched, version, file = DEFAULT_FILE] = NETWORKS[hostname]?.exec(pathname) ?? []
  if (matched === undefined) return undefined
  return { file, ...(version !== undefined && { version: decodeURIComponent(version) }) }
}
