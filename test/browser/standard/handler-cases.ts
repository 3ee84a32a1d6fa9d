import { type Case, closed, next, opened, thrown } from './case.ts'
import { heard, message } from './hearing.ts'

/** Handlers and listeners: who is called, with what, in which order. */
export const handlerCases: Record<string, Case> = {
  'handler and listeners in the order they were set': heard((socket, note) => {
    socket.addEventListener('message', () => note('before'))
    socket.onmessage = () => note('handler')
    socket.addEventListener('message', () => note('after'))
  }),
  'a handler that is replaced keeps its place': heard((socket, note) => {
    socket.onmessage = () => note('old')
    socket.addEventListener('message', () => note('listener'))
    socket.onmessage = () => note('new')
  }),
  'a handler set to null and back stands last': heard((socket, note) => {
    socket.onmessage = () => note('old')
    socket.addEventListener('message', () => note('listener'))
    socket.onmessage = null
    note(socket.onmessage)
    socket.onmessage = () => note('new')
  }),
  'a handler set to null hears nothing': heard(
    (socket, note) => {
      socket.onmessage = () => note('handler')
    },
    (socket) => {
      socket.onmessage = null
    },
  ),
  'a handler that is no object is none': heard((socket, note) => {
    for (const value of [5, 'text', undefined, true]) {
      Object.assign(socket, { onmessage: () => {} })
      Object.assign(socket, { onmessage: value })
      note(socket.onmessage)
    }
  }),
  'a handler that is an object is kept and never called': heard((socket, note) => {
    const handler = { handleEvent: () => note('called') }
    Object.assign(socket, { onmessage: handler })
    note((socket.onmessage as unknown) === handler)
  }),
  'a handler gets the event, and the socket as this': heard((socket, note) => {
    socket.onmessage = function handler(this: WebSocket, event, ...rest: unknown[]) {
      note([this === socket, event.data, event.currentTarget === socket, rest.length])
    }
  }),
  'a handler that returns false prevents nothing': heard((socket, note) => {
    socket.onmessage = () => false
    socket.addEventListener('message', (event) => note(event.defaultPrevented))
  }),
  'one function as handler and listener is called twice': heard((socket, note) => {
    const both = () => note('both')
    socket.onmessage = both
    socket.addEventListener('message', both)
    note(socket.onmessage === both)
  }),
  'a handler that is replaced by an earlier listener': heard((socket, note) => {
    socket.addEventListener('message', () => {
      socket.onmessage = () => note('new')
    })
    socket.onmessage = () => note('old')
  }),
  'a handler that is taken away by an earlier listener': heard((socket, note) => {
    socket.addEventListener('message', () => {
      socket.onmessage = null
    })
    socket.onmessage = () => note('handler')
  }),
  'a handler that is a function with handleEvent': heard((socket, note) => {
    socket.onmessage = Object.assign(() => note('function'), { handleEvent: () => note('object') })
  }),
  'a handler that is a symbol, a BigInt and NaN': heard((socket, note) => {
    for (const value of [Symbol('x'), 1n, Number.NaN, '']) {
      Object.assign(socket, { onmessage: value })
      note(socket.onmessage)
    }
  }),
  'a handler that is a class, a bound function and a proxy': heard((socket, note) => {
    for (const handler of [function bound() {}.bind(null), new Proxy(() => note('proxy'), {})]) {
      socket.onmessage = handler
      note(socket.onmessage === handler)
    }
  }),
  'a handler is not taken away as a listener': heard((socket, note) => {
    const handler = () => note('handler')
    socket.onmessage = handler
    socket.removeEventListener('message', handler)
  }),
  'a handler set within itself': heard((socket, note) => {
    socket.onmessage = () => {
      note('first')
      socket.onmessage = () => note('second')
    }
  }),
  'a handler that is async': heard((socket, note) => {
    socket.onmessage = async ({ data }) => note(data)
  }),
  'capture before the rest': heard((socket, note) => {
    socket.addEventListener('message', () => note('bubble'))
    socket.addEventListener('message', ({ eventPhase }) => note(`capture ${eventPhase}`), true)
  }),
  passive: heard((socket, note) => {
    socket.addEventListener(
      'message',
      (event) => {
        event.preventDefault()
        note(event.defaultPrevented)
      },
      { passive: true },
    )
  }),
  'once, with handleEvent, and removed within': heard((socket, note) => {
    socket.addEventListener('message', { handleEvent: () => note('object') }, { once: true })
    const listener = () => {
      note('itself')
      socket.removeEventListener('message', listener)
    }
    socket.addEventListener('message', listener)
  }),
  'a signal that is none': heard((socket, note, realm) => {
    note(
      thrown(realm, () =>
        Reflect.apply(socket.addEventListener, socket, ['message', () => {}, { signal: null }]),
      ),
    )
  }),
  handleEvent: heard((socket, note) => {
    const listener = {
      handleEvent(this: unknown, event: Event) {
        note([this === listener, event.type])
      },
    }
    socket.addEventListener('message', listener)
  }),
  'handleEvent is looked up each time': heard((socket, note) => {
    let lookups = 0
    socket.addEventListener('message', {
      get handleEvent() {
        lookups += 1
        return () => note(lookups)
      },
    })
  }),
  'a listener as this and arguments': heard((socket, note) => {
    socket.addEventListener('message', function listener(this: WebSocket, ...args: unknown[]) {
      note([this === socket, args.length])
    })
  }),
  once: heard((socket, note) => {
    socket.addEventListener('message', () => note('once'), { once: true })
    socket.addEventListener('message', () => note('always'))
  }),
  signal: heard((socket, note, realm) => {
    const controller = new realm.AbortController()
    const { signal } = controller
    socket.addEventListener('message', () => note('signal'), { signal })
    socket.addEventListener('message', () => controller.abort())
    const over = realm.AbortSignal.abort()
    socket.addEventListener('message', () => note('never'), { signal: over })
  }),
  'a listener that is added twice is called once': heard((socket, note) => {
    const listener = () => note('listener')
    socket.addEventListener('message', listener)
    socket.addEventListener('message', listener)
    socket.addEventListener('message', listener, true)
  }),
  'a listener that is removed': heard((socket, note) => {
    const listener = () => note('listener')
    socket.addEventListener('message', listener)
    socket.removeEventListener('message', listener)
  }),
  'a listener that adds and removes others': heard((socket, note) => {
    const removed = () => note('removed')
    socket.addEventListener('message', () => {
      socket.removeEventListener('message', removed)
      socket.addEventListener('message', () => note('added'), { once: true })
    })
    socket.addEventListener('message', removed)
  }),
  stopImmediatePropagation: async (where) => {
    const socket = await opened(where)
    const notes: unknown[] = []
    socket.addEventListener('message', (event) => {
      notes.push(`first ${event.data}`)
      if (event.data === 'one') event.stopImmediatePropagation()
    })
    socket.onmessage = ({ data }) => notes.push(`second ${data}`)
    await where.message('one')
    await message(where, socket, 'two')
    await closed(socket)
    return notes
  },
  'listeners that throw, and handlers': async (where) => {
    const socket = await opened(where)
    const notes: unknown[] = []
    socket.addEventListener('message', () => {
      throw new Error('from a listener')
    })
    socket.onmessage = () => {
      throw new Error('from the handler')
    }
    socket.addEventListener('message', () => notes.push('last'))
    const errors = await where.uncaught(() => message(where, socket, 'one'))
    await closed(socket)
    return [notes, errors]
  },
  'EventTarget.prototype.addEventListener': heard((socket, note, realm) => {
    realm.EventTarget.prototype.addEventListener.call(socket, 'message', () => note('called'))
  }),
  'handlers of open, error and close': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const notes: string[] = []
    socket.onopen = ({ type }) => notes.push(type)
    socket.onerror = ({ type }) => notes.push(type)
    socket.onclose = ({ type }) => notes.push(type)
    await next(socket, 'message')
    await closed(socket)
    return notes
  },
  'a microtask runs before the next listener': heard((socket, note) => {
    socket.addEventListener('message', () => {
      note('first')
      queueMicrotask(() => note('microtask'))
    })
    socket.addEventListener('message', () => note('second'))
  }),
  'a microtask of the handler of open runs before the next listener': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const notes: string[] = []
    socket.onopen = () => queueMicrotask(() => notes.push('microtask'))
    socket.addEventListener('open', () => notes.push('listener'))
    await next(socket, 'message')
    await closed(socket)
    return notes
  },
  'what is awaited of open is done before the first message': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const notes: string[] = []
    const waited = next(socket, 'open').then(() => notes.push('awaited'))
    socket.onmessage = () => notes.push('message')
    await Promise.all([waited, next(socket, 'message')])
    await closed(socket)
    return notes
  },
}
