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
