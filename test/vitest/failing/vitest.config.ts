import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: { include: ['test/vitest/failing/*.cases.ts'], testTimeout: 5_000 },
})

export default config
