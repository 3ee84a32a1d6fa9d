import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: { include: ['test/coverage/vitest/*.cases.ts'], testTimeout: 20_000 },
})

export default config
