const RESOURCE = /\/apps\/[^/]+\/([^/]+)/
const RESOURCES: ReadonlySet<string> = new Set(['events', 'batch_events', 'channels', 'users'])

/** Whether a path is one of the REST API, for doors that choose which requests to answer. */
export function isRestPath(pathname: string): boolean {
  return RESOURCES.has(RESOURCE.exec(pathname)?.[1] ?? '')
}
