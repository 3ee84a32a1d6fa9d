import { fileURLToPath } from 'node:url'
import { type PreviewServer, preview } from 'vite'
import type { BuiltSite } from './built-sites.ts'

/** Serves a built site, as file hosting would. */
export async function serveBuilt({ root, base = '/' }: BuiltSite): Promise<PreviewServer> {
  return preview({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    base,
    build: { outDir: root },
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  })
}
