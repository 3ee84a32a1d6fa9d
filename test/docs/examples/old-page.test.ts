// #region page
import { pathToFileURL } from 'node:url'
import { JSDOM } from 'jsdom'
import { installPusherFake } from 'pusher-js-fake/browser'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

const cdn = 'https://js.pusher.com/8.4/pusher.min.js'
const ours = pathToFileURL('node_modules/pusher-js/dist/web/pusher.min.js').href

const page = `<!doctype html><ul></ul><script src="${cdn}"></script><script>
  new Pusher('app-key', { cluster: 'eu' }).subscribe('orders').bind('created', (order) => {
    document.querySelector('ul').append('Order ' + order.id)
  })</script>`

test('a page that has pusher-js from the CDN', async ({ pusherFake }) => {
  const { window } = new JSDOM(page.replace(cdn, ours), {
    runScripts: 'dangerously',
    resources: 'usable',
    beforeParse: (window) => installPusherFake({ fake: pusherFake, realm: window }),
  })
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  expect(window.document.body.textContent).toContain('Order 1')
  window.close()
})
// #endregion page
