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
  [{}, 'https://a.example/broadcasting/auth', true],
  [{}, 'https://a.example/broadcasting/user-auth', true],
  [{ authEndpoint: '/x' }, 'https://a.example/broadcasting/auth', false],
  // As an app's configuration has them.
  [{ authEndpoint: 'api/auth' }, 'https://a.example/api/auth', true],
  [{ authEndpoint: 'api/auth' }, 'https://a.example/shop/api/auth', true],
  [{ authEndpoint: 'api/auth' }, 'https://a.example/shop-api/auth', false],
  [{ authEndpoint: './api/auth' }, 'https://a.example/shop/api/auth', true],
  [{ authEndpoint: '../auth' }, 'https://a.example/shop/auth', true],
  [{ authEndpoint: '/auth?shop=1' }, 'https://a.example/auth?shop=1', true],
  [{ authEndpoint: '/auth?shop=1' }, 'https://a.example/auth?x=2&shop=1', true],
  [{ authEndpoint: 'https://a.example:443/auth' }, 'https://a.example/auth', true],
  [{ authEndpoint: 'http://a.example:80/auth' }, 'http://a.example/auth', true],
  [{ authEndpoint: 'http://a.example:8080/auth' }, 'http://a.example/auth', false],
  [{ authEndpoint: 'HTTPS://A.example/auth' }, 'https://a.example/auth', true],
  [{ authEndpoint: '//a.example/auth' }, 'http://a.example/auth', true],
  [{ authEndpoint: '//a.example/auth' }, 'https://a.example/auth', true],
  [{ authEndpoint: '//a.example/auth' }, 'https://b.example/auth', false],
  [{ authEndpoint: '/größe/auth' }, 'https://a.example/gr%C3%B6%C3%9Fe/auth', true],
  [{ authEndpoint: '/gr%c3%b6%c3%9fe/auth' }, 'https://a.example/gr%C3%B6%C3%9Fe/auth', true],
  [{ authEndpoint: 'https://bücher.example/auth' }, 'https://xn--bcher-kva.example/auth', true],
  [{ authEndpoint: ' /auth ' }, 'https://a.example/auth', true],
]

test.each(cases)('with %j, %s is an endpoint: %j', (options, url, expected) => {
  const endpoints = quietFake().authEndpoints(options)
  expect(endpoints.matches(url)).toBe(expected)
  expect(endpoints.patterns().some((pattern) => pattern.test(url))).toBe(expected)
})

test('of a query each parameter has to be there', () => {
  const endpoints = quietFake().authEndpoints({ authEndpoint: '/index.php?r=pusher/auth' })
  expect(endpoints.matches('https://a.example/index.php?r=pusher%2Fauth')).toBe(true)
  expect(endpoints.matches('https://a.example/index.php?r=orders')).toBe(false)
})

test.each([
  '',
  ' ',
  'localhost:3000/auth',
  'ws://a.example/auth',
  'https://',
  'https:///',
  '//',
  './',
])('the endpoint %j is refused by name', (authEndpoint) => {
  const act = () => quietFake().authEndpoints({ authEndpoint })
  expect(act).toThrow(
    `Option "authEndpoint" must be a path ("/pusher/auth") or a URL that begins with http:// or https://, or false, got "${authEndpoint}".`,
  )
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
