export const ENGINES = ['Chromium', 'Firefox', 'WebKit'] as const

/** Whose sockets are compared: those of an engine, or of a library that has a WebSocket of its own. */
export type Host = (typeof ENGINES)[number] | 'Node' | 'jsdom' | 'happy-dom'

export function isEngine(host: Host): boolean {
  return ENGINES.some((engine) => engine === host)
}
