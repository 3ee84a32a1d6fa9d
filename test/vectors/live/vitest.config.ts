import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Off by default: `npm run test:live`. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/vectors/live/live.vectors.ts'],
    reporters: ['verbose'],
    // One after the other, that the app's rate limits are not what is tested.
    testTimeout: 60_000,
  },
})

export default config
