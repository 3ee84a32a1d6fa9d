import { expect, test } from 'vitest'
import { type AuthOptions, PusherFakeError } from '../../src/index.ts'
import { quietFake } from '../support/raw-client.ts'

const cases: readonly [options: AuthOptions, url: string, matches: boolean][] = [
  [{}, 'https://a.example/pusher/auth', true],
  [{}, 'http://localhost:3000/pusher/auth?x=1', true],
  [{}, 'https://a.example/pusher/user-auth', true],
  [{}, 'https://a.example/pusher/auth/', false],
  [{}, 'https://a.example/pusher/authx', false],
  [{}, 'https://a.example/x/pusher/auth', false],
  [{}, 'https://a.example/?u=/pusher/auth', false],
  [{ authEndpoint: '/api/a.b' }, 'https://a.example/api/a.b', true],
  [{ authEndpoint: '/api/a.b' }, 'https://a.example/api/axb', false],
  [{ authEndpoint: '/api/a.b' }, 'https://a.example/pusher/auth', false],
  [{ authEndpoint: 'https://a.example/auth' }, 'https://a.example/auth?x=1', true],
  [{ authEndpoint: 'https://a.example/auth' }, 'https://b.example/auth', false],
  [{ authEndpoint: false }, 'https://a.example/pusher/auth', false],
  [{ authEndpoint: false }, 'https://a.example/pusher/user-auth', true],
  [{ userAuthEndpoint: false }, 'https://a.example/pusher/user-auth', false],
  [{ userAuthEndpoint: '/login' }, 'https://a.example/login', true],
]

test.each(cases)('with %j, %s is an endpoint: %j', (options, url, expected) => {
  const endpoints = quietFake().authEndpoints(options)
  expect(endpoints.matches(url)).toBe(expected)
  expect(endpoints.patterns().some((pattern) => pattern.test(url))).toBe(expected)
})

test('a request for somebody else is left alone, its body unread', async () => {
  const request = new Request('https://a.example/orders', { method: 'POST', body: 'x' })
  expect(await quietFake().authEndpoints().handle(request)).toBeUndefined()
  expect(request.bodyUsed).toBe(false)
})

test('an unknown option is named with the ones that are allowed', () => {
  const options = { endpoint: '/auth' } as AuthOptions
  const act = () => quietFake().authEndpoints(options)
  expect(act).toThrow(PusherFakeError)
  expect(act).toThrow(
    'Unknown option "endpoint". Allowed are: authEndpoint, userAuthEndpoint, user.',
  )
})
