import { type Case, closed, made, next, opened, thrown } from './case.ts'

type Construct = new (...args: unknown[]) => WebSocket

const construct =
  (...args: unknown[]): Case =>
  (where) =>
    made(where, () => new (where.realm.WebSocket as Construct)(...args))

const withUrl =
  (change: (url: string) => unknown): Case =>
  (where) =>
    made(where, () => new (where.realm.WebSocket as Construct)(change(where.url)))

const withProtocols =
  (protocols: unknown): Case =>
  (where) =>
    made(
      where,
      () => new (where.realm.WebSocket as Construct)(where.url, protocols),
      (socket) => [socket.readyState, socket.protocol],
    )

/** URLs, protocols, and what a socket says before it is open. */
export const constructorCases: Record<string, Case> = {
  'no argument': construct(),
  'an invalid URL': construct('ws://'),
  'a URL of ftp': withUrl((url) => url.replace('ws:', 'ftp:')),
  'a URL with a fragment': withUrl((url) => `${url}#part`),
  'a URL with an empty fragment': withUrl((url) => `${url}#`),
  'a URL of http': withUrl((url) => url.replace('ws:', 'http:')),
  'a URL that is not normalised': withUrl((url) =>
    url.replace('ws:', 'WS:').replace('/app/', '/./x/../app/').replace('version=', 'v= b&version='),
  ),
  'a URL object': withUrl((url) => new URL(url)),
  'a URL with a lone surrogate': withUrl((url) => `${url}&name=\ud800`),
  'a URL that is a symbol': construct(Symbol('ws')),
  'a URL whose conversion throws': construct({
    toString() {
      throw new RangeError('no text')
    },
  }),
  'the URL is converted once': async (where) => {
    let conversions = 0
    const url = {
      toString() {
        conversions += 1
        return where.url
      },
    }
    await made(where, () => new (where.realm.WebSocket as Construct)(url))
    return conversions
  },
  'a call without new': ({ realm, url }) =>
    thrown(realm, () => (realm.WebSocket as unknown as (url: string) => void)(url)),
  'protocols: an empty string': withProtocols(''),
  'protocols: a space': withProtocols('a b'),
  'protocols: a comma': withProtocols(['a,b']),
  'protocols: not ASCII': withProtocols('ä'),
  'protocols: one twice': withProtocols(['a', 'b', 'a']),
  'protocols: one twice in another case': withProtocols(['a', 'A']),
  'protocols: none': withProtocols([]),
  'protocols: null': withProtocols(null),
  'protocols: a number': withProtocols(5),
  'protocols: any iterable': withProtocols(new Set(['a', 'b'])),
  'protocols: the server chooses one': async (where) => {
    const socket = await opened(where, ['chat', 'superchat'])
    const { protocol } = socket
    await closed(socket)
    return [protocol, socket.protocol]
  },
  'protocols: each character that is no part of a token': (where) =>
    [...'()<>@,;:\\"/[]?={} \t\x7f\x1f\u00ff'].map((character) =>
      thrown(where.realm, () => new where.realm.WebSocket(where.url, [`a${character}`, 'a', 'a'])),
    ),
  'protocols: all other characters': withProtocols("!#$%&'*+-.^_`|~09AZaz"),
  'protocols: what an array holds is text': withProtocols([1, null, undefined, true]),
  'protocols: a symbol in an array': withProtocols([Symbol('a')]),
  'protocols: an object that is no array': withProtocols({ 0: 'a', length: 1 }),
  'protocols: a String object': withProtocols(Object('chat')),
  'protocols: a generator': withProtocols(
    (function* names() {
      yield 'a'
      yield 'b'
    })(),
  ),
  'protocols: an iterator that throws': (where) =>
    made(
      where,
      () =>
        new (where.realm.WebSocket as Construct)(where.url, {
          [Symbol.iterator]() {
            throw new RangeError('no names')
          },
        }),
    ),
  'protocols: an iterator that is no function': withProtocols({ [Symbol.iterator]: 5 }),
  'protocols: an iterator that is null': withProtocols({
    [Symbol.iterator]: null,
    toString: () => 'a b',
  }),
  'protocols: a function': withProtocols(Object.assign(() => {}, { toString: () => 'chat' })),
  'protocols: NaN, Infinity and a BigInt': async (where) =>
    Promise.all([Number.NaN, Infinity, 12n].map((value) => withProtocols(value)(where))),
  'a symbol as URL before wrong protocols': (where) =>
    thrown(
      where.realm,
      () => new (where.realm.WebSocket as Construct)('no url', { [Symbol.iterator]: () => 5 }),
    ),
  'URL and protocols are converted in order': async (where) => {
    const order: string[] = []
    const note = (name: string, text: string) => ({
      toString() {
        order.push(name)
        return text
      },
    })
    await made(
      where,
      () =>
        new (where.realm.WebSocket as Construct)(note('url', where.url), [note('protocol', 'a')]),
    )
    return order
  },
  'more arguments than two': (where) =>
    made(
      where,
      () => new (where.realm.WebSocket as Construct)(where.url, [], { headers: {} }),
      (socket) => socket.readyState,
    ),
  'a wrong protocol beside a fragment': (where) =>
    made(where, () => new where.realm.WebSocket(`${where.url}#x`, 'a b')),
  'all members before it is open': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => [
        socket.readyState,
        socket.bufferedAmount,
        socket.protocol,
        socket.extensions,
        socket.binaryType,
        socket.onopen,
        socket.onmessage,
        socket.onerror,
        socket.onclose,
      ],
    ),
  'states from connecting to closed': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const states = [socket.readyState]
    await next(socket, 'open')
    states.push(socket.readyState)
    await next(socket, 'message')
    const end = next(socket, 'close')
    socket.close()
    states.push(socket.readyState)
    await end
    return [...states, socket.readyState]
  },
}
