import { expect, type Page, test } from '@playwright/test'

// What docs/guide/comparison.md says of Playwright's own interception of sockets.

const FAR = 'ws://far.test/socket'

function dial(page: Page): Promise<string[]> {
  return page.evaluate(
    (url) =>
      new Promise<string[]>((resolve) => {
        const heard: string[] = []
        const socket = new WebSocket(url)
        for (const type of ['open', 'message', 'error'] as const) {
          socket.addEventListener(type, () => heard.push(type))
        }
        socket.addEventListener('close', ({ code }) => resolve([...heard, `close ${code}`]))
      }),
    FAR,
  )
}

test('routeWebSocket refuses before the socket opens, with no error and no 1006', async ({
  page,
}) => {
  await page.routeWebSocket(FAR, (route) => route.close())
  await page.goto('about:blank')
  const heard = await dial(page)
  expect(heard).toHaveLength(1)
  expect(heard).not.toContain('close 1006')
})

test('routeWebSocket routes a whole context, popups included', async ({ page, context }) => {
  await context.routeWebSocket(FAR, (route) => {
    route.send('hello')
    void route.close({ code: 4000 })
  })
  await page.goto('about:blank')
  const opened = context.waitForEvent('page')
  await page.evaluate(() => void window.open('about:blank'))
  const popup = await opened
  expect(await dial(popup)).toEqual(['open', 'message', 'close 4000'])
})
