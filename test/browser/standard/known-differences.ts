export type Host = 'Chromium' | 'Node' | 'jsdom' | 'happy-dom'
type Differences = Readonly<Record<string, string>>

/** Cases in which the fake's socket is another than the realm's own, and why. */
export const knownDifferences: Readonly<Record<Host, Differences>> = {
  Chromium: {
    ...of('no script can make a trusted event', 'isTrusted', 'open and close are trusted'),
    ...of(
      'a dispatch by a script is not over while the script runs, so microtasks wait for its end',
      'a microtask runs before the next listener',
      'a microtask of the handler of open runs before the next listener',
    ),
    ...of(
      'the event is no MessageEvent underneath, which would be twice as slow',
      'the getter of MessageEvent.prototype',
    ),
    ...of(
      'Chromium refuses a reason without a code; the standard sends 1000',
      'close: a reason without a code',
    ),
  },
  Node: {
    ...of(
      'the event is no MessageEvent underneath, which would be slower',
      'the getter of MessageEvent.prototype',
    ),
    ...of(
      'undici takes protocols that differ in case for one',
      'protocols: one twice in another case',
    ),
    ...of('undici sets "blob" for what it does not know', 'binaryType'),
    ...of(
      'undici counts nothing once it is closing',
      'bufferedAmount grows when it is closing and closed',
    ),
    ...of(
      'undici dispatches within close(), the standard in a task of its own',
      'close while it connects',
    ),
    ...of(
      'undici sets a handler by addEventListener of the socket',
      'a handler that is replaced keeps its place',
      'one function as handler and listener is called twice',
      'an instrumented prototype sees what is sent and set',
    ),
    ...of(
      'undici marks what it makes as not cloneable',
      'a message event cannot be cloned',
      'a socket cannot be cloned',
    ),
    ...of('undici dispatches an ErrorEvent', 'error event'),
    ...of('the class of undici is a script', 'the source of the class'),
  },
  jsdom: {
    ...of('jsdom dispatches trusted events', 'isTrusted', 'open and close are trusted'),
    ...of('jsdom refuses http', 'a URL of http'),
    ...of(
      'undici takes protocols that differ in case for one',
      'protocols: one twice in another case',
    ),
    ...of(
      'undici counts nothing once it is closing',
      'bufferedAmount grows when it is closing and closed',
    ),
    ...of(
      'jsdom is closing after a close that it has refused',
      'close: 999, 1001, 2999 and 5000',
      'close: null and NaN',
      'close: a code that is clamped',
      'close: 124 bytes of reason',
      'close: 123 characters of more bytes',
      'close: code before reason',
    ),
    ...of('jsdom dispatches the error before it is closed', 'close while it connects'),
    ...of(
      'jsdom keeps the place of a handler that was null',
      'a handler set to null and back stands last',
    ),
    ...of(
      'jsdom lets a handler prevent what cannot be cancelled',
      'a handler that returns false prevents nothing',
    ),
    ...of('the class of jsdom is a script', 'the source of the class'),
  },
  'happy-dom': {
    ...of(
      'happy-dom checks and converts less',
      'a URL with a fragment',
      'a URL with an empty fragment',
      'a URL of http',
      'protocols: null',
      'protocols: a number',
      'protocols: any iterable',
      'send converts before it looks at the state',
      'send without an argument, and of a symbol',
      'send converts to text',
      'close: a text as code',
      'close: a reason without a code',
      'close: a reason that is no text',
      'a frozen socket works',
    ),
    ...of(
      'happy-dom has no bufferedAmount',
      'all members before it is open',
      'bufferedAmount is read-only',
      'bufferedAmount while it connects',
      'bufferedAmount counts bytes of UTF-8',
      'bufferedAmount counts a lone surrogate',
      'bufferedAmount counts a buffer',
      'bufferedAmount counts a view',
      'bufferedAmount counts a Blob',
      'bufferedAmount grows when it is closing and closed',
    ),
    ...of(
      'happy-dom keeps handlers as plain properties of a socket, and calls them last and without this',
      'handler and listeners in the order they were set',
      'a handler that is replaced keeps its place',
      'a handler that is no object is none',
      'a handler gets the event, and the socket as this',
      'an instrumented prototype sees what is sent and set',
    ),
    ...of(
      'happy-dom has states, errors and ends of its own',
      'protocols: the server chooses one',
      'states from connecting to closed',
      'close while it connects',
      'the service refuses the handshake',
      'the connection is lost',
      'no message while it is closing',
      'what is awaited of open is done before the first message',
      'error event',
    ),
    ...of(
      'the class of happy-dom has other members',
      'constants of class, prototype and socket',
      'what for-in lists',
      'constructor and instanceof',
      'name, length and parent of the class',
      'the source of the class',
      'members of the prototype',
      'members called on what is no socket',
    ),
  },
}

function of(reason: string, ...cases: readonly string[]): Differences {
  return Object.fromEntries(cases.map((name) => [name, reason]))
}
