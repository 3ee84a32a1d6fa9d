import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

/** A setting as the source has it. */
export type Setting = { readonly literal: string } | { readonly variable: string }

/** What the app's source says about its use of Pusher. */
export interface SourceScan {
  /** The key that the app's client is made with, and where. */
  readonly key?: { readonly setting: Setting; readonly file: string }
  readonly cluster?: Setting
  /** `reverb` or `pusher`, where Laravel Echo is set up. */
  readonly broadcaster?: string
  readonly authEndpoint?: string
  readonly userAuthEndpoint?: string
  /** Channels that are subscribed to by name, with their prefixes. */
  readonly channels: readonly string[]
  /** Whether there are presence channels, which need a user. */
  readonly hasPresence: boolean
  readonly hasSignin: boolean
  /** Whether there are channels that need authorization. */
  readonly hasPrivate: boolean
  /** Whether MSW answers in the page, by a service worker. */
  readonly hasWorker: boolean
  /** Files that use this package already, by entry: `playwright`, `vitest`, … */
  readonly users: ReadonlyMap<string, string>
  /** A file that answers authorization requests, as the backend of the app does. */
  readonly authRoute?: string
  /** Files that make a client of the server's SDK. */
  readonly serverFiles: readonly string[]
}

const EXTENSIONS = new Set([
  ...['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
  ...['.vue', '.svelte', '.astro', '.html', '.erb', '.php'],
])
const IGNORED = new Set([
  ...['node_modules', 'vendor', 'dist', 'build', 'out', 'coverage', 'storage', 'tmp', 'log'],
  ...['target', 'storybook-static', 'test-results', 'playwright-report'],
])
const MAX_FILES = 5_000
const MAX_BYTES = 512 * 1_024

/** What a template leaves to be filled in. */
const PLACEHOLDER =
  /^[<{[(]|[>}\])]$|^(?:your|insert|replace)[-_ ]|change[-_ ]?me|^x{3,}$|placeholder|^todo$/i

/** Whether a value stands for one that somebody has to fill in. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value)
}

const SETTING = String.raw`(?:(['"\x60])(?<literal>[^'"\x60$\s]+)\1|(?:import\.meta\.env|process\.env)(?:\.|\[['"])(?<variable>\w+))`
const CLIENT = new RegExp(String.raw`new\s+(?:\w+\.)*Pusher\(\s*${SETTING}`)
const SERVER = /new\s+(?:\w+\.)*Pusher\(\s*\{|from\s+['"]pusher['"]|require\(['"]pusher['"]\)/
const ECHO = /new\s+Echo(?:<[^>]*>)?\(|\bconfigureEcho\(/
const KEY = new RegExp(String.raw`\bkey:\s*${SETTING}`)
const CLUSTER = new RegExp(String.raw`\bcluster:\s*${SETTING}`)
const BROADCASTER = /\bbroadcaster:\s*['"](\w+)['"]/
const AUTH =
  /\bauthEndpoint:\s*['"]([^'"]+)['"]|channelAuthorization:\s*\{[^}]*?\bendpoint:\s*['"]([^'"]+)['"]/
const USER_AUTH = /userAuthentication:\s*\{[^}]*?\bendpoint:\s*['"]([^'"]+)['"]/
/** The SDK's calls that sign, and Laravel's routes. */
const AUTH_ROUTE =
  /\.(?:authorizeChannel|authenticateUser|authenticate)\(|Broadcast::(?:routes|channel)\(/
const SUBSCRIBE = /\.subscribe\(\s*(['"`])([\w\-=@,.;]+)\1/g
const ECHO_CHANNEL = /\.(channel|private|encryptedPrivate|join)\(\s*(['"`])([\w\-=@,.;]+)\2/g
const ECHO_PREFIX: Readonly<Record<string, string>> = {
  channel: '',
  private: 'private-',
  encryptedPrivate: 'private-encrypted-',
  join: 'presence-',
}
const PRESENCE = /['"`]presence-|\becho\b[\s\S]*\.join\(/i
const PRIVATE = /['"`]private-|\.(?:encryptedPrivate|private)\(/
const OWN_ENTRY = /['"]pusher-js-fake\/([\w-]+)/g
const COMMENT = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(^|[\s;{}(),])\/\/.*$/gm
const TEST_FILE =
  /\.(?:test|spec|stories|e2e|cy)\.\w+$|(?:^|\/)(?:tests?|__tests__|e2e|spec|cypress)\//

/** Reads the source files below `root`; folders of dependencies and output are left out. */
export function scanSource(root: string): SourceScan {
  const users = new Map<string, string>()
  const serverFiles: string[] = []
  const channels = new Set<string>()
  const found: Omit<{ -readonly [Name in keyof SourceScan]: SourceScan[Name] }, 'channels'> = {
    users,
    serverFiles,
    hasPresence: false,
    hasSignin: false,
    hasPrivate: false,
    hasWorker: false,
  }
  for (const file of sourceFiles(root)) {
    const text = readFileSync(join(root, file), 'utf8')
    if (/\bsetupWorker\(/.test(text)) found.hasWorker = true
    if (!/pusher|\becho\b|private-|presence-/i.test(text)) continue
    const source = text.replace(COMMENT, '$1')
    for (const [, entry = ''] of source.matchAll(OWN_ENTRY)) {
      if (!users.has(entry)) users.set(entry, file)
    }
    if (TEST_FILE.test(file)) continue
    if (SERVER.test(source)) serverFiles.push(file)
    if (AUTH_ROUTE.test(source)) found.authRoute ??= file
    const isEcho = ECHO.test(source)
    const key = settingOf(CLIENT.exec(source) ?? (isEcho ? KEY.exec(source) : null))
    if (key !== undefined) found.key ??= { setting: key, file }
    if (key !== undefined || isEcho) {
      assign(found, 'cluster', settingOf(CLUSTER.exec(source)))
      assign(found, 'broadcaster', BROADCASTER.exec(source)?.[1])
      const auth = AUTH.exec(source)
      assign(found, 'authEndpoint', auth?.[1] ?? auth?.[2])
      assign(found, 'userAuthEndpoint', USER_AUTH.exec(source)?.[1])
    }
    if (/pusher/i.test(source)) {
      for (const [, , name = ''] of source.matchAll(SUBSCRIBE)) channels.add(name)
    }
    if (/\becho\b/i.test(source)) {
      for (const [, kind = '', , name = ''] of source.matchAll(ECHO_CHANNEL)) {
        channels.add(`${ECHO_PREFIX[kind] ?? ''}${name}`)
      }
    }
    found.hasPresence ||= PRESENCE.test(source)
    found.hasPrivate ||= PRIVATE.test(source)
    found.hasSignin ||= /\.signin\(\)/.test(source)
  }
  return { ...found, channels: [...channels] }
}

function assign<Name extends 'cluster' | 'broadcaster' | 'authEndpoint' | 'userAuthEndpoint'>(
  found: { [Key in Name]?: SourceScan[Key] },
  name: Name,
  value: SourceScan[Name],
): void {
  if (value !== undefined) found[name] ??= value
}

function settingOf(match: RegExpExecArray | null): Setting | undefined {
  const { literal, variable } = match?.groups ?? {}
  if (literal !== undefined) return isPlaceholder(literal) ? undefined : { literal }
  return variable === undefined ? undefined : { variable }
}

/** Paths relative to `root`, in an order that does not depend on the machine. */
export function* sourceFiles(root: string): Generator<string> {
  let left = MAX_FILES
  const folders = ['']
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of entriesOf(join(root, folder)).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        const hidden = entry.name.startsWith('.') && entry.name !== '.storybook'
        if (!hidden && !IGNORED.has(entry.name)) folders.push(path)
      } else if (entry.isFile() && EXTENSIONS.has(extname(entry.name))) {
        if (statSync(join(root, path)).size > MAX_BYTES) continue
        left -= 1
        if (left < 0) return
        yield path
      }
    }
  }
}

/** A folder that may not be read has nothing to say. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
