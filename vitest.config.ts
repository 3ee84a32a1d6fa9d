import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          provide: { mswMajor: 3 },
        },
      },
      {
        // Also what dist/msw.js imports: the package itself is inlined, as it is not in node_modules.
        resolve: { alias: [{ find: /^msw(?=\/|$)/, replacement: 'msw-2' }] },
        test: {
          name: 'msw 2',
          include: ['test/msw/**/*.test.ts'],
          provide: { mswMajor: 2 },
        },
      },
    ],
  },
})

export default config
