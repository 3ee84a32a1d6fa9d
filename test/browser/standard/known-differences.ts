import type { Host } from './host.ts'

type Differences = Readonly<Record<string, string>>

const U_BOM = 'undici swallows a byte order mark'
const CUTS_OFF = 'the engine cuts off what stands behind the point, where the standard rounds'

/** In every engine. */
const ENGINE: Differences = {
  ...of('no script can make a trusted event', 'isTrusted', 'open and close are trusted'),
  ...of(
    'a dispatch by a script is not over while the script runs, so microtasks wait for its end',
    'a microtask runs before the next listener',
    'a microtask of the handler of open runs before the next listener',
  ),
  ...of(
    'the event is no MessageEvent underneath, which would be twice as slow',
    'the getter of MessageEvent.prototype',
    'initMessageEvent of an event that was received',
  ),
  ...of(
    'engines send no reason without a code, or refuse it; the standard sends 1000',
    'close: a reason without a code',
  ),
  ...of(
    'the class knows sockets that were made before it by a Symbol.hasInstance of its own',
    'order of the class',
  ),
  ...of('the prototype is a layer over that of the engine', 'the chain of prototypes'),
  ...of(
    'a target without a prototype gets that of the realm which the fake serves',
    'newTarget of a frame, without a prototype',
  ),
}

/** Cases in which the fake's socket is another than the realm's own, and why. */
export const knownDifferences: Readonly<Record<Host, Differences>> = {
  Chromium: {
    ...ENGINE,
    ...of('Chromium takes undefined for 0 beside a reason', 'close: undefined and an empty reason'),
    ...of(CUTS_OFF, 'close: other halves'),
    ...of('Chromium gives it the prototype of no socket at all', 'newTarget without a prototype'),
  },
  Firefox: {
    ...ENGINE,
    ...of('Firefox refuses an iterator that is null', 'protocols: an iterator that is null'),
    ...of('Firefox takes no heed of a base element', 'a URL relative to a base element'),
    ...of(
      'Object.keys of Firefox leaves out isTrusted where a class extends Event',
      'own properties of an event',
      'an event as JSON and as text',
    ),
  },
  WebKit: {
    ...ENGINE,
    ...of(
      'send goes by what a Blob takes, and that of WebKit takes more',
      'send of a SharedArrayBuffer, and of a view of one',
      'send of a buffer that can be resized',
    ),
    ...of(CUTS_OFF, 'close: other halves'),
    ...of(
      'WebKit counts the head of a frame once it is closing',
      'bufferedAmount grows when it is closing and closed',
      'bufferedAmount after close counts each kind',
      'send of what pretends to be a buffer',
      'send of a detached buffer',
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
    ...of(
      'undici sets "blob" for what it does not know',
      'binaryType',
      'binaryType: what is text, and what cannot be',
    ),
    ...of(
      'undici converts protocols first, and otherwise',
      'protocols: an object that is no array',
      'protocols: an iterator that is null',
      'URL and protocols are converted in order',
    ),
    ...of('undici takes a BigInt for a number', 'close: a BigInt and a symbol'),
    ...of(
      'undici takes no heed of what a handler returns',
      'an event of the app that is cancelled',
    ),
    ...of(U_BOM, 'the text of a message'),
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
      'a handler is not taken away as a listener',
      'a handler set within itself',
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
      'close: 1004, 1005, 1006 and 1015',
      'close: 0, -1, Infinity and true',
      'close: other halves',
      'close: 41 lone surrogates fit, 42 do not',
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
      'an event of the app that is cancelled',
    ),
    ...of('jsdom refuses an iterator that is null', 'protocols: an iterator that is null'),
    ...of(U_BOM, 'the text of a message'),
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
      'protocols: what an array holds is text',
      'protocols: a String object',
      'protocols: a function',
      'protocols: a generator',
      'protocols: an iterator that throws',
      'protocols: an iterator that is no function',
      'protocols: NaN, Infinity and a BigInt',
      'binaryType: what is text, and what cannot be',
      'send converts before it looks at the state',
      'send without an argument, and of a symbol',
      'send converts to text',
      'close: a text as code',
      'close: a reason without a code',
      'close: a reason that is no text',
      'close: a BigInt and a symbol',
      'close: a code that is an object',
      'close: other halves',
      'close: a reason that is null, a number and a symbol',
      'close: code and reason are converted in order',
      'a frozen socket works',
    ),
    ...of(
      'happy-dom has no bufferedAmount',
      'all members before it is open',
      'all members when it is closed',
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
      'a handler that is a symbol, a BigInt and NaN',
      'an event of the app that is cancelled',
      'a handler gets the event, and the socket as this',
      'an instrumented prototype sees what is sent and set',
    ),
    ...of(
      'happy-dom has states, errors and ends of its own',
      'protocols: the server chooses one',
      'states from connecting to closed',
      'close while it connects',
      'close: returns nothing, and dispatches later',
      'close within open, message and close',
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
