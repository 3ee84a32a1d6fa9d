import { type Case, closed, next, opened, thrown } from './case.ts'

const closing =
  (...args: unknown[]): Case =>
  async (where) => {
    const socket = await opened(where)
    const error = thrown(where.realm, () => Reflect.apply(socket.close, socket, args))
    const state = socket.readyState
    if (error !== 'nothing') await closed(socket)
    else await next(socket, 'close')
    return [error, state]
  }

const ended =
  (...args: unknown[]): Case =>
  async (where) => {
    const { code, reason, wasClean } = await closed(await opened(where), ...args)
    return [code, reason, wasClean]
  }

/** Codes, reasons, and who ends it. */
export const closeCases: Record<string, Case> = {
  'close: no code': ended(),
  'close: 1000': ended(1000),
  'close: 3000 and a reason': ended(3000, 'bye'),
  'close: 4999 and 123 bytes': ended(4999, 'x'.repeat(123)),
  'close: a text as code': ended('3000'),
  'close: a half is rounded': ended(3000.5, ''),
  'close: a reason without a code': ended(undefined, 'x'),
  'close: a lone surrogate in the reason': ended(4000, '\ud83d!'),
  'close: a reason that is no text': ended(4000, { toString: () => 'object' }),
  'close: 999, 1001, 2999 and 5000': async (where) =>
    Promise.all([999, 1001, 2999, 5000].map((code) => closing(code)(where))),
  'close: 1004, 1005, 1006 and 1015': async (where) =>
    Promise.all([1004, 1005, 1006, 1015].map((code) => closing(code)(where))),
  'close: 0, -1, Infinity and true': async (where) =>
    Promise.all([0, -1, Infinity, true].map((code) => closing(code)(where))),
  'close: a BigInt and a symbol': async (where) =>
    Promise.all([1000n, Symbol('code')].map((code) => closing(code)(where))),
  'close: a code that is an object': ended({ valueOf: () => 3001 }, ''),
  'close: other halves': async (where) =>
    Promise.all([4999.5, 2999.5, 999.5, 1000.5].map((code) => closing(code)(where))),
  'close: a reason that is null, a number and a symbol': async (where) => [
    await ended(4000, null)(where),
    await ended(4000, 12)(where),
    await closing(4000, Symbol('x'))(where),
  ],
  'close: 41 lone surrogates fit, 42 do not': async (where) => [
    await ended(4000, '\ud800'.repeat(41))(where),
    await closing(4000, '\udc00'.repeat(42))(where),
  ],
  'close: a surrogate pair that is halved at the end': ended(4000, '\u{1f375}\ud83c'),
  'close: 123 bytes of several each': ended(4000, '\u20ac'.repeat(41)),
  'close: undefined twice': ended(undefined, undefined),
  'close: undefined and an empty reason': ended(undefined, ''),
  'close: code and reason are converted in order': async (where) => {
    const socket = await opened(where)
    const order: string[] = []
    const code = { valueOf: () => order.push('code') + 3999 }
    const reason = { toString: () => `${order.push('reason')}` }
    await closed(socket, code, reason)
    return order
  },
  'close: wrong codes in every state': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const errors = [thrown(where.realm, () => socket.close(1001))]
    await next(socket, 'message')
    const end = next(socket, 'close')
    socket.close()
    errors.push(thrown(where.realm, () => socket.close(1001)))
    await end
    errors.push(thrown(where.realm, () => socket.close(4000, 'x'.repeat(124))))
    return errors
  },
  'close: returns nothing, and dispatches later': async (where) => {
    const socket = await opened(where)
    const end = next(socket, 'close')
    const value: unknown = socket.close()
    const states = [socket.readyState]
    await Promise.resolve()
    states.push(socket.readyState)
    await end
    return [value === undefined, states]
  },
  'close within open, message and close': async (where) => {
    const notes: unknown[] = []
    for (const type of ['open', 'message', 'close'] as const) {
      const socket = new where.realm.WebSocket(where.url)
      socket.addEventListener(type, () => {
        socket.close(4001)
        notes.push(socket.readyState)
      })
      const end = next<CloseEvent>(socket, 'close')
      if (type === 'close') socket.addEventListener('open', () => socket.close(4002))
      notes.push((await end).code)
    }
    return notes
  },
  'a new socket within close': async (where) => {
    const socket = await opened(where)
    const again = new Promise<WebSocket>((resolve) => {
      socket.onclose = () => resolve(new where.realm.WebSocket(where.url))
    })
    socket.close()
    const second = await again
    await next(second, 'message')
    const { code } = await closed(second, 4000)
    return [socket.readyState, code]
  },
  'close: null and NaN': async (where) =>
    Promise.all([null, Number.NaN].map((code) => closing(code)(where))),
  'close: a code that is clamped': closing(65_536 + 1000),
  'close: 124 bytes of reason': closing(1000, 'x'.repeat(124)),
  'close: 123 characters of more bytes': closing(1000, 'ä'.repeat(62)),
  'close: code before reason': closing(1, 'x'.repeat(124)),
  'close: twice': async (where) => {
    const socket = await opened(where)
    const ends: number[] = []
    socket.addEventListener('close', ({ code }) => ends.push(code))
    const end = next(socket, 'close')
    socket.close(4000)
    socket.close(4001)
    await end
    socket.close(4002)
    return [ends, socket.readyState, thrown(where.realm, () => socket.close(7))]
  },
  'close while it connects': async ({ realm, url }) => {
    const socket = new realm.WebSocket(url)
    const seen: unknown[] = []
    for (const type of ['open', 'message', 'error', 'close']) {
      socket.addEventListener(type, (event) => seen.push([event.type, socket.readyState]))
    }
    const end = next<CloseEvent>(socket, 'close')
    socket.close()
    seen.push(socket.readyState)
    const { code, reason, wasClean } = await end
    return [...seen, code, reason, wasClean]
  },
  'the service refuses the handshake': async (where) => {
    await where.refuse()
    const socket = new where.realm.WebSocket(where.url)
    const seen: unknown[] = []
    for (const type of ['open', 'error', 'close']) {
      socket.addEventListener(type, (event) => seen.push([event.type, socket.readyState]))
    }
    const { code, reason, wasClean } = await next<CloseEvent>(socket, 'close')
    return [...seen, code, reason, wasClean]
  },
  'the service closes with code and reason': async (where) => {
    const socket = await opened(where)
    const end = next<CloseEvent>(socket, 'close')
    await where.end(4007, 'enough')
    const { code, reason, wasClean } = await end
    return [code, reason, wasClean, socket.readyState]
  },
  'the connection is lost': async (where) => {
    const socket = await opened(where)
    const end = next<CloseEvent>(socket, 'close')
    await where.end()
    const { code, reason, wasClean } = await end
    return [code, reason, wasClean, socket.readyState]
  },
  'messages before a close arrive before it': async (where) => {
    const socket = await opened(where)
    const heard: unknown[] = []
    socket.addEventListener('message', ({ data }) => heard.push(data))
    const end = next(socket, 'close')
    await where.message('last words')
    await where.end(4000)
    await end
    return heard
  },
  'no message while it is closing': async (where) => {
    const socket = await opened(where)
    const heard: unknown[] = []
    socket.addEventListener('message', ({ data }) => heard.push(data))
    const end = next(socket, 'close')
    socket.close()
    await where.message('too late')
    await end
    return heard
  },
}
