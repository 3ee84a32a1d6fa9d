import type { PusherSettings } from './pusher-settings.ts'

/** A string literal in the style of the files that are written. */
export function quote(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`
}

/** The entries of an options object, one a line: the app, and who answers its authorization endpoints. */
export function fakeOptions(
  { key, keySource, cluster }: PusherSettings,
  { withCluster = false }: { withCluster?: boolean } = {},
): string[] {
  return [
    key === undefined
      ? "key: 'app-key', // as the app gives it to new Pusher(…)"
      : `key: ${quote(key)},${keySource === undefined ? '' : ` // ${keySource}`}`,
    ...(withCluster && cluster !== undefined ? [`cluster: ${quote(cluster)},`] : []),
  ]
}

/** Entries for the endpoints that the fake answers in place of the backend. */
export function authOptions(settings: PusherSettings): string[] {
  const { authEndpoint, userAuthEndpoint, hasAuth, hasUsers, authRoute } = settings
  return [
    ...(authEndpoint !== undefined && hasAuth ? [`authEndpoint: ${quote(authEndpoint)},`] : []),
    ...(userAuthEndpoint === undefined ? [] : [`userAuthEndpoint: ${quote(userAuthEndpoint)},`]),
    // With a route of its own, the app knows its users.
    ...(hasUsers && authRoute === undefined ? ["user: { id: 'ada', info: { name: 'Ada' } },"] : []),
  ]
}

/** Indents every line that is not empty. */
export function indent(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === '' ? line : `${' '.repeat(by)}${line}`))
}

/** The text of a file. */
export function fileOf(...lines: readonly (string | readonly string[])[]): string {
  return `${lines.flat().join('\n')}\n`
}
