// A backend that knows nothing of tests. Its one argument is the module that it serves with.
import { createServer } from 'node:http'
import Pusher from 'pusher'
import Client from 'pusher-js'

const sdk = new Pusher({ appId: 'app', key: 'key', secret: 'secret', cluster: 'eu', useTLS: true })
const client = new Client('key', { cluster: 'eu', forceTLS: true })
client.subscribe('news').bind('pusher:subscription_succeeded', () => process.send('subscribed'))

const actions = {
  sdk: async (name) => {
    const { status } = await sdk.trigger('orders', name, {})
    return status
  },
  fetch: async (name) => {
    const path = `/apps/app/channels/${name}`
    const query = sdk.createSignedQueryString({ method: 'GET', path, params: {} })
    return (await fetch(`https://api-eu.pusher.com${path}?${query}`)).status
  },
  /** Once the answer is out, as a job that a request leaves behind. */
  late: async (name, response) => {
    response.on('finish', () => sdk.trigger('orders', name, {}))
    return 'soon'
  },
  unknown: async () => (await fetch('https://somewhere.pusher.com/nothing')).status,
}

/** As body parsers read: by listeners, not by promises. */
function readBody(request, read) {
  request.on('data', () => {})
  request.on('end', read)
}

const server = createServer((request, response) => {
  const [, action, name] = request.url.split('/')
  readBody(request, () => answer(response, action, name))
})

async function answer(response, action, name) {
  try {
    response.end(String(await actions[action](name, response)))
  } catch (error) {
    response.writeHead(500).end(error.body ?? String(error.cause ?? error))
  }
}
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
