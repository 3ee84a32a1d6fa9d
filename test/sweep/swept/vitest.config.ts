import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: { include: ['test/sweep/swept/*.cases.ts'], testTimeout: 10_000 },
})

export default config
