// Takes every picture of the README, the docs and the tests anew, of today's build.
import { execFileSync } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { cwd: fileURLToPath(root), stdio: 'inherit' })
}

for (const file of [
  'fixtures/timeline/take-picture.ts',
  'fixtures/storybook/take-pictures.ts',
  'scripts/demo.ts',
]) {
  run(process.execPath, file)
}
await copyFile(new URL('.demo/chat.png', root), new URL('fixtures/chat/screenshot.png', root))

const playwright = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
for (const [config, which] of [
  ['test/e2e/playwright.config.ts', 'pictures'],
  ['fixtures/storybook/playwright.config.ts', 'built'],
] as const) {
  const chosen = ['--grep', 'picture|timeline|inspector|start page']
  run(
    process.execPath,
    playwright,
    'test',
    '--config',
    config,
    which,
    ...chosen,
    '--update-snapshots',
  )
}
