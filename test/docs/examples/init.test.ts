import { expect, test } from 'vitest'
import { createProject, manifest } from '../../init/project-on-disk.ts'

test('what init shows', async () => {
  const project = await createProject({
    'package.json': manifest('@playwright/test', 'pusher-js', 'pusher-js-fake'),
    'playwright.config.ts': "export default { testDir: 'e2e' }",
    '.env': 'VITE_PUSHER_KEY=shop-key\nVITE_PUSHER_CLUSTER=eu\n',
    'src/orders.ts': `import Pusher from 'pusher-js'
const pusher = new Pusher(import.meta.env.VITE_PUSHER_KEY, { cluster: import.meta.env.VITE_PUSHER_CLUSTER })
pusher.subscribe('orders')`,
  })
  const { code, output } = await project.init('--dry-run')
  expect(code).toBe(0)
  await expect(output.replace(project.root, '/home/ada/shop').trimEnd()).toMatchFileSnapshot(
    './init-output.txt',
  )
})
