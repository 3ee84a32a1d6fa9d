import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { fixtureCases } from '../vitest/fixture-cases.ts'

// As an app's module does, before any test.
const atImport = new Pusher('app-key', { cluster: 'mt1' })

fixtureCases(Pusher, atImport)

const warned = test.extend({
  pusherFakeOptions: { onUnhandled: 'warn' as const, logger: false as const },
})

warned('what a page asks of Pusher is refused and named', async ({ pusherFake }) => {
  const urls = [
    'https://stats.pusher.com/timeline/v2/x',
    'https://api-mt1.pusher.com/apps/1/events',
    'https://js.pusher.com/8.4.0/pusher.min.js',
  ] as const
  await expect(fetch(urls[0])).rejects.toThrow('Failed to fetch')
  await new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.onerror = resolve
    request.open('POST', urls[1])
    request.send('{}')
  })
  await new Promise((resolve) => {
    const script = document.createElement('script')
    script.onerror = resolve
    script.src = urls[2]
    document.head.append(script)
  })
  const messages = pusherFake.problems().map(({ message }) => message)
  expect(messages).toHaveLength(3)
  for (const [index, url] of urls.entries()) expect(messages[index]).toContain(url)
})
