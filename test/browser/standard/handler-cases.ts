import { type Case, closed, next, opened, type Surroundings } from './case.ts'

/** Lets a socket hear two messages, and says what the test has noted. */
const heard =
  (
    set: (socket: WebSocket, note: (what: unknown) => void, realm: typeof globalThis) => void,
    between: (socket: WebSocket, note: (what: unknown) => void) => void = () => {},
  ): Case =>
  async (where) => {
    const socket = await opened(where)
    const notes: unknown[] = []
    const note = (what: unknown) => notes.push(what)
    set(socket, note, where.realm)
    await message(where, socket, 'one')
    between(socket, note)
    await message(where, socket, 'two')
    await closed(socket)
    return notes
  }

async function message(where: Surroundings, socket: WebSocket, text: string): Promise<void> {
  const done = next(socket, 'message')
  await where.message(text)
  await done
}

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
  stopImmediatePropagation: heard(
    (socket, note) => {
      const first = (event: Event) => {
        note('first')
        if ((event as MessageEvent).data === 'one') event.stopImmediatePropagation()
      }
      socket.addEventListener('message', first)
      socket.onmessage = () => note('second')
    },
    (socket) => {
      // The test itself waits by a listener that was there before.
      socket.addEventListener('message', () => {})
    },
  ),
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
  "a message event of the app's own reaches the handler": heard((socket, note, realm) => {
    socket.onmessage = ({ data }) => note(data)
    socket.dispatchEvent(new realm.MessageEvent('message', { data: 'own' }))
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
