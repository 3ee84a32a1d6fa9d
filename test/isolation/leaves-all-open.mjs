import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'

// A client with a subscription, a virtual peer, a wait in vain, a fault: and nothing is closed.
const resources = () =>
  process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap' && name !== 'Immediate')
const before = resources()
const fake = installPusherFake({ Pusher, logger: false })
const pusher = new Pusher('app-key', { cluster: 'mt1' })
pusher.subscribe('orders')
await fake.waitForSubscription('orders')
await fake.connect().subscribe('orders')
fake.faults.stall()
const { state } = pusher.connection
const channels = fake.channels().map(({ name }) => name)
// What pusher-js itself runs, such as its activity timer, ends with the client.
fake.close()
await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const left = resources().filter((name) => !before.includes(name))
process.stdout.write(JSON.stringify({ state, channels, resources: left }))
