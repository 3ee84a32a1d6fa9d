// @vitest-environment jsdom
import { createPusherFake } from 'pusher-js-fake'
import { answerAuthRequests } from 'pusher-js-fake/browser'
import { afterEach, expect, test, vi } from 'vitest'

const undo: (() => void)[] = []

afterEach(() => {
  for (const step of undo.splice(0)) step()
})

function answer(options: Parameters<typeof answerAuthRequests>[1] = {}) {
  const fake = createPusherFake({ logger: false })
  undo.push(answerAuthRequests(fake, { user: { id: 'ada' }, ...options }))
  return fake
}

const body = 'socket_id=1.1&channel_name=presence-room'

/** Every event of a request, as it happened. */
function send(url: string, prepare: (request: XMLHttpRequest) => void = () => {}) {
  const request = new XMLHttpRequest()
  const events: string[] = []
  for (const type of ['load', 'error', 'loadend']) {
    request.addEventListener(type, () => events.push(type))
  }
  request.open('POST', url)
  request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded')
  prepare(request)
  const done = new Promise<void>((resolve) => request.addEventListener('loadend', () => resolve()))
  request.send(body)
  return { request, events, done }
}

test('an XMLHttpRequest is answered, with what HTTP clients read of it', async () => {
  answer()
  const { request, events, done } = send('/pusher/auth')
  await done
  expect(events).toEqual(['load', 'loadend'])
  expect(request).toMatchObject({
    readyState: 4,
    status: 200,
    responseURL: new URL('/pusher/auth', document.baseURI).href,
  })
  expect(request.getResponseHeader('content-type')).toBe('application/json')
  expect(request.getAllResponseHeaders()).toContain('content-type: application/json\r\n')
  expect(JSON.parse(request.responseText)).toMatchObject({
    auth: expect.stringMatching(/^app-key:/),
    channel_data: '{"user_id":"ada"}',
  })
  expect(request.response).toBe(request.responseText)
})

test('a response may be wanted as JSON', async () => {
  answer()
  const { request, done } = send('/pusher/auth', (sent) => {
    sent.responseType = 'json'
  })
  await done
  expect(request.response).toMatchObject({ channel_data: '{"user_id":"ada"}' })
})

test('fetch is answered, by path or by Request', async () => {
  answer({ authEndpoint: 'https://api.test/auth' })
  const request = new Request('https://api.test/auth', { method: 'POST', body })
  const answers = [await fetch(request), await fetch(request.url, { method: 'POST', body })]
  for (const response of answers) {
    expect(await response.json()).toMatchObject({ channel_data: '{"user_id":"ada"}' })
  }
})

test('a request that was given up is rejected as fetch does', async () => {
  answer()
  const gone = fetch('/pusher/auth', { method: 'POST', body, signal: AbortSignal.abort() })
  await expect(gone).rejects.toThrow(/abort/i)
})

test('a policy that throws is answered 500, and told', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  answer({
    user: () => {
      throw new Error('Who is it?')
    },
  })
  const { request, done } = send('/pusher/auth')
  await done
  expect([request.status, request.responseText]).toEqual([500, 'Error: Who is it?'])
  expect(told).toHaveBeenCalledOnce()
  told.mockRestore()
})

test('the very globals are back in the end, with several fakes in any order', () => {
  const globals = () => [XMLHttpRequest, fetch]
  const before = globals()
  answer()
  answer()
  expect(globals()).not.toEqual(before)
  for (const step of undo.splice(0)) step()
  expect(globals()).toEqual(before)
})

test('a request to another path is none of its business', () => {
  answer()
  const request = new XMLHttpRequest()
  request.open('GET', '/orders')
  expect(request.readyState).toBe(1)
  expect(Object.hasOwn(request, 'status')).toBe(false)
})
