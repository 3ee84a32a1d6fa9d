import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type PreviewServer, preview } from 'vite'
import type { BuiltSite } from './built-sites.ts'

/** Serves a built site, as file hosting would. @throws Error when it was not built */
export async function serveBuilt({
  name,
  root,
  base = '/',
  buildCommand,
}: BuiltSite): Promise<PreviewServer> {
  const repository = new URL('../../', import.meta.url)
  if (!existsSync(new URL(`${root}/index.html`, repository))) {
    throw new Error(`The site "${name}" is not built: ${root} is written by \`${buildCommand}\`.`)
  }
  return preview({
    root: fileURLToPath(repository),
    configFile: false,
    base,
    // A path that is not there is a 404, not the home page.
    appType: 'mpa',
    build: { outDir: root },
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  })
}
