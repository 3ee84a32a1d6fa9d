// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest'
import { cleanPage, client, clientsOf, enter, reconnected, stateOf, story } from './story-page.ts'

afterEach(cleanPage)

/** Two stories of one key that mount at once, as a docs page has them. */
async function docsPage(parameters: object = {}) {
  const stories = ['a', 'b'].map((id) => {
    const context = story(id, { logger: false, ...parameters }, 'docs')
    const mounted = { pusher: undefined as ReturnType<typeof client> | undefined }
    context.mount = (async () => {
      await Promise.resolve()
      mounted.pusher = client()
    }) as unknown as typeof context.mount
    return { context, mounted }
  })
  for (const { context } of stories) await enter(context)
  await Promise.all(stories.map(({ context }) => context.mount()))
  return stories.map(({ context, mounted: { pusher } }) => {
    if (pusher === undefined) throw new Error('Not mounted')
    return { fake: context.pusherFake, pusher }
  })
}

test('each story on a docs page has its own fake, and its sockets find it', async () => {
  const page = await docsPage()
  for (const { fake, pusher } of page) {
    await stateOf(pusher, 'connected')
    expect(clientsOf(fake)).toEqual([pusher.connection.socket_id])
  }
})

test('a client that dials again is still the one of its story', async () => {
  const page = await docsPage()
  for (const { fake, pusher } of page) {
    await stateOf(pusher, 'connected')
    const again = reconnected(pusher)
    fake.faults.disconnect({ code: 4200 })
    await again
    expect(clientsOf(fake)).toEqual([pusher.connection.socket_id])
  }
})

test('an authorization is answered by the fake that the socket belongs to', async () => {
  const page = await docsPage({ user: { id: 'ada' } })
  for (const { fake, pusher } of page) {
    pusher.subscribe('presence-room')
    await fake.waitForSubscription('presence-room')
    expect(fake.problems()).toEqual([])
  }
})

test('a socket that is opened later is refused, and the stories say why', async () => {
  const page = await docsPage()
  const late = client()
  await stateOf(late, 'disconnected')
  for (const { fake } of page) {
    expect(fake.problems()).toMatchObject([
      { code: 'connection_refused', message: expect.stringContaining('have that app: a, b.') },
    ])
  }
})

test('keys of their own tell stories apart at any time', async () => {
  const stories = ['a', 'b'].map((id) => story(id, { key: `key-${id}` }, 'docs'))
  for (const context of stories) await enter(context)
  for (const context of stories) {
    await stateOf(client({}, context.pusherFake.key), 'connected')
    expect(clientsOf(context.pusherFake)).toHaveLength(1)
  }
})
