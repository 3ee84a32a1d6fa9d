import { type Case, thrown } from './case.ts'
import { heard } from './hearing.ts'

/** What an app dispatches on a socket by itself. */
export const dispatchCases: Record<string, Case> = {
  'dispatchEvent of what is no event': heard((socket, note, realm) => {
    for (const value of [undefined, null, {}, 'message']) {
      note(thrown(realm, () => Reflect.apply(socket.dispatchEvent, socket, [value])))
    }
  }),
  "an app's own open and close change no state": heard((socket, note, realm) => {
    socket.onclose = (event) => note([event.type, socket.readyState])
    socket.dispatchEvent(new realm.Event('open'))
    socket.dispatchEvent(new realm.Event('close'))
    socket.onclose = null
    note(socket.readyState)
  }),
  'an event of the app that is cancelled': heard((socket, note, realm) => {
    socket.onmessage = (event) => event.preventDefault()
    note(socket.dispatchEvent(new realm.Event('message', { cancelable: true })))
    socket.onmessage = () => false
    note(socket.dispatchEvent(new realm.Event('message', { cancelable: true })))
    note(socket.dispatchEvent(new realm.Event('message')))
  }),
  'a handler of error gets one argument, and true prevents nothing': heard(
    (socket, note, realm) => {
      Object.assign(socket, {
        onerror: (...args: unknown[]) => {
          note(args.length)
          return true
        },
      })
      note(socket.dispatchEvent(new realm.Event('error', { cancelable: true })))
      note(socket.dispatchEvent(new realm.ErrorEvent('error', { cancelable: true })))
      socket.onerror = null
    },
  ),
  "a message event of the app's own reaches the handler": heard((socket, note, realm) => {
    socket.onmessage = ({ data }) => note(data)
    socket.dispatchEvent(new realm.MessageEvent('message', { data: 'own' }))
  }),
}
