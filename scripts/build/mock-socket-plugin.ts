import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { type Cut, inPartPlugin } from './in-part-plugin.ts'

/** A name, since a path would stand in the source map by its length. */
const GLOBALS = 'mock-socket-globals'
const PATHS: Readonly<Record<string, string>> = {
  [GLOBALS]: fileURLToPath(
    new URL('../../src/browser/socket/mock-socket-globals.ts', import.meta.url),
  ),
  'mock-socket': join(
    dirname(createRequire(import.meta.url).resolve('mock-socket/package.json')),
    'dist/mock-socket.es.mjs',
  ),
}

/** Methods that `src/browser/socket` never calls, nor what it calls: no tree shaking takes a method. */
const UNCALLED = [
  'NetworkBridge.addMembershipToRoom',
  'NetworkBridge.removeMembershipFromRoom',
  'NetworkBridge.websocketsLookup',
  'Server.mockWebsocket',
  'Server.restoreWebsocket',
  'Server.off',
  'Server.close',
  'Server.emit',
  'Server.clients',
  'Server.to',
  'Server.in',
  'Server.simulate',
  'WebSocket.send',
]

/** What the sockets of a fake never come to, or have had before; each is a part of mock-socket's text. */
const CUTS: readonly Cut[] = [
  // A URL parser, where every engine has one.
  [/^.*?^var urlParse = Url;$/ms, `import { setTimeout } from '${GLOBALS}';`],
  // A second kind of socket.
  [/^\/\*(?:(?!\*\/).)*\*\/\nvar SocketIO\$1 = .*(?=^var dedupe = )/ms, 'const IO = undefined;'],
  [/^Server\$1\.of = .*?^};$/ms, ''],
  // Events with all fields of a browser's, of which `src/browser/socket` reads two.
  [/^var EventPrototype = .*(?=^function closeWebSocketConnection)/ms, ''],
  [/create(?:Message|Close)?Event\(/g, '('],
  // Of URLs and protocols, codes and reasons: the app's socket has asked before.
  [
    /^function urlVerification.*?(?=^\/\*\n \* The main websocket class)/ms,
    'const urlVerification = (url) => url, protocolVerification = () => [];',
  ],
  [
    /^ {4}if \(code !== undefined\) \{.*?(?=^ {4}if \(this\.readyState === WebSocket\.CLOSING)/ms,
    '',
  ],
  [/^ {4}if \(this\.readyState === WebSocket\.CONNECTING\) \{\s+\/\/ TODO: node.*?^ {4}\}$/ms, ''],
  // The options `verifyClient` and `selectProtocol`.
  [/if \(\s+server\.options\.verifyClient &&.*?(?=this\.readyState = WebSocket\.OPEN;)/ms, '{'],
  // A handshake that fails: each socket has its server before it dials, and is closed when it is open.
  [/(?<=type: 'connection' \}\), client\);\s+\}\s+\}) else \{.*?(?=\n {4}\}, this\);)/s, ''],
  [/^function failWebSocketConnection.*?^}$/ms, ''],
  [
    /if \(this\.readyState === WebSocket\.CONNECTING\) \{\s+failWebSocketConnection\(.*?\} else (?=\{)/s,
    '',
  ],
  [
    /^var CLOSE_CODES = .*?^};$/ms,
    'const CLOSE_CODES = { CLOSE_NORMAL: 1000, CLOSE_NO_STATUS: 1005, CLOSE_ABNORMAL: 1006 };',
  ],
  // What the server's end of a socket has beside `close`.
  [/^ {6}if \(prop === 'send'\) \{.*?^ {6}\}$/ms, ''],
  [/^ {6}if \(prop === 'off'\) \{.*?^ {6}\}$/ms, ''],
  [/^ {6}var toSocketName = .*?^ {6}if \(prop === 'on'\) \{.*?^ {6}\}$/ms, ''],
  // Handlers that nobody sets.
  [/ onopen: .*onerror: \{\} /, ' onclose: {} '],
  [/^ {2}prototypeAccessors\.onopen\.get = .*?^ {2}\};$/ms, ''],
  [/^ {2}prototypeAccessors\.onopen\.set = .*?^ {2}\};$/ms, ''],
  [/^ {2}prototypeAccessors\.onmessage\.get = .*?^ {2}\};$/ms, ''],
  [/^ {2}prototypeAccessors\.onmessage\.set = .*?^ {2}\};$/ms, ''],
  [/^ {2}prototypeAccessors\.onerror\.get = .*?^ {2}\};$/ms, ''],
  [/^ {2}prototypeAccessors\.onerror\.set = .*?^ {2}\};$/ms, ''],
  // What a server asks of its URL, which is ours and of no other, and how it takes the place of the realm's sockets.
  [
    /^ {4}var urlRecord = new urlParse.*?^ {4}this\.url = urlRecord\.toString\(\);$/ms,
    'this.url = url;',
  ],
  [/^function trimQueryPartFromURL.*?^}$/ms, 'const trimQueryPartFromURL = (url) => url;'],
  [/^ {4}if \(!server\) \{.*?^ {4}\}$/ms, ''],
  [/^var defaultOptions = .*?^};$/ms, ''],
  [/if \( options === void 0 \) options = defaultOptions;/, ''],
  [/^ {4}this\.options = .*?^ {4}\}$/ms, ''],
  [/^ {4}if \(this\.options\.mock\) \{\s+this\.restoreWebsocket.*?^ {4}\}$/ms, ''],
  ...UNCALLED.map(
    (name): Cut => [
      new RegExp(
        String.raw`^( *)${name.replace('.', String.raw`\.prototype\.`)} = function .*?^\1};$`,
        'ms',
      ),
      '',
    ],
  ),
]

/** Bundles mock-socket with a `setTimeout` of ours, and of its parts those that the fake's sockets need. */
export function mockSocketPlugin(): Plugin[] {
  const resolve = {
    name: 'mock-socket',
    resolveId: (id: string) => PATHS[id],
  }
  return [resolve, inPartPlugin('/mock-socket/dist/mock-socket.es.mjs', CUTS)]
}
