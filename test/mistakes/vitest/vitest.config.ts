import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/mistakes/vitest/*.cases.ts'],
    environment: 'jsdom',
    testTimeout: 2_000,
    // What is kept of a run is the report.
    silent: true,
  },
})

export default config
