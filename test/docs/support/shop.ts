import { readFileSync } from 'node:fs'
import type { BrowserContext } from '@playwright/test'

/** Where the examples' app is; nothing listens there, the pages come from routes of the context. */
export const SHOP = 'http://shop.test'

const pusherJs = readFileSync(
  new URL('../../../node_modules/pusher-js/dist/web/pusher.min.js', import.meta.url),
  'utf8',
)
const encryptedPusherJs = readFileSync(
  new URL(
    '../../../node_modules/pusher-js/dist/web/pusher-with-encryption.min.js',
    import.meta.url,
  ),
  'utf8',
)

const HELPERS = `
const add = (list, text) => document.querySelector(list).append(Object.assign(document.createElement('li'), { textContent: text }))
const set = (element, text) => { document.querySelector(element).textContent = text }
`

const ORDERS = `
const pusher = new Pusher('my-key', { cluster: 'eu', unavailableTimeout: 200 })
const texts = { connecting: 'Reconnecting…', unavailable: 'You are offline', connected: 'Live', failed: 'No live updates', disconnected: 'Live updates are off' }
pusher.connection.bind('state_change', ({ current }) => set('[role=status]', texts[current] ?? current))
pusher.subscribe('orders').bind('created', ({ id }) => add('ul', 'Order ' + id))
`

const ROOM = `
const user = new URLSearchParams(location.search).get('user')
const pusher = new Pusher('my-key', { cluster: 'eu', channelAuthorization: { endpoint: '/pusher/auth', params: { user } } })
const room = pusher.subscribe('presence-room')
const show = () => { document.querySelector('ul').replaceChildren(); const names = []; room.members.each(({ info }) => names.push(info.name)); for (const name of names.sort()) add('ul', name) }
for (const event of ['pusher:subscription_succeeded', 'pusher:member_added', 'pusher:member_removed']) room.bind(event, show)
room.bind('client-typing', (data, { user_id }) => set('[role=status]', room.members.get(user_id).info.name + ' is typing…'))
room.bind('client-message', ({ text }) => add('ol', text))
document.querySelector('input').addEventListener('input', () => room.trigger('client-typing', {}))
document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault()
  room.trigger('client-message', { text: document.querySelector('input').value })
})
`

const INBOX = `
const pusher = new Pusher('my-key', { cluster: 'eu', channelAuthorization: { endpoint: '/pusher/auth', headers: { 'X-Session': localStorage.session ?? 'none' } } })
const inbox = pusher.subscribe('private-inbox')
inbox.bind('pusher:subscription_succeeded', () => set('[role=status]', 'Inbox'))
inbox.bind('pusher:subscription_error', ({ status }) => set('[role=status]', status === 403 ? 'You may not read this inbox' : 'The inbox cannot be reached'))
inbox.bind('received', ({ text }) => add('ul', text))
pusher.user.bind('notice', ({ text }) => add('ul', text))
pusher.connection.bind('state_change', ({ current }) => { if (current === 'disconnected') set('[role=status]', 'You have been signed out') })
document.querySelector('button').addEventListener('click', () => pusher.signin())
`

const VAULT = `
const pusher = new Pusher('my-key', { cluster: 'eu' })
pusher.subscribe('private-encrypted-vault').bind('opened', ({ by }) => add('ul', 'Opened by ' + by))
`

const PAGES: Readonly<Record<string, { body: string; script: string; pusher?: string }>> = {
  '/orders': { body: '<h1>Orders</h1><p role="status"></p><ul></ul>', script: ORDERS },
  '/room': {
    body: '<ul aria-label="Members"></ul><ol></ol><p role="status"></p><form><input aria-label="Message"><button>Send</button></form>',
    script: ROOM,
  },
  '/inbox': {
    body: '<p role="status"></p><ul></ul><button>Sign in</button>',
    script: INBOX,
  },
  '/vault': { body: '<ul></ul>', script: VAULT, pusher: encryptedPusherJs },
}

/** The app that the examples of the docs test, with the real pusher-js. */
export async function serveShop(context: BrowserContext): Promise<void> {
  for (const [path, { body, script, pusher = pusherJs }] of Object.entries(PAGES)) {
    await context.route(
      (url) => url.origin === SHOP && url.pathname === path,
      (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body>${body}<script>${pusher}</script><script>${HELPERS}${script}</script></body></html>`,
        }),
    )
  }
}
