/** The globals that an installer reads and patches: `globalThis`, or the window of a frame or jsdom. */
export interface Realm {
  /** Replaced by a class that knows which sockets are Pusher's. */
  WebSocket?: typeof WebSocket
  /** Patched for the HTTP fallbacks and for authorization requests. */
  XMLHttpRequest?: typeof XMLHttpRequest
  /** Patched for authorization requests and REST calls. */
  fetch?: typeof fetch
  /** Patched for JSONP. */
  readonly HTMLScriptElement?: typeof HTMLScriptElement
  /** Relative URLs are relative to it. */
  readonly document?: { readonly baseURI: string }
  /** The same for a worker, which has no document. */
  readonly location?: { readonly href: string }
  /** Where zone.js is loaded. */
  readonly Zone?: unknown
  readonly Blob: typeof Blob
  readonly Event: typeof Event
  readonly EventTarget: typeof EventTarget
  readonly MessageEvent: typeof MessageEvent
  /** Node has it from version 23 on. */
  readonly CloseEvent?: typeof CloseEvent
  /** The event that is being handled, in a page. */
  readonly event?: Event | undefined
  readonly DOMException: typeof DOMException
}

/** What a realm's sockets are made of, and their events: of one kind, even when others replace the globals. */
export interface SocketClasses {
  readonly EventTarget: typeof EventTarget
  readonly Event: typeof Event
  readonly MessageEvent: typeof MessageEvent
  readonly CloseEvent: typeof CloseEvent | undefined
  readonly dispatchEvent: (event: Event) => boolean
}

/** An event of the realm's own classes; a stand-in where the realm has no CloseEvent, or that of another. */
export function closeEvent({ Event, CloseEvent }: SocketClasses, init: CloseEventInit): Event {
  if (CloseEvent?.prototype instanceof Event) return new CloseEvent('close', init)
  return Object.assign(new Event('close'), init)
}

/** What a realm's relative URLs are relative to; undefined where there is no page. */
export function baseUrl(realm: Realm): string | undefined {
  return realm.document?.baseURI ?? realm.location?.href
}

/** A URL as the realm's page means it; as it is where there is no page. */
export function absoluteUrl(realm: Realm, url: string): string {
  const base = baseUrl(realm)
  return base !== undefined && URL.canParse(url, base) ? new URL(url, base).href : url
}
