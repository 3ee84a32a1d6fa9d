import { createHash } from 'node:crypto'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SUFFIX = '?script'
const PREFIX = '\0page-script:'

/** Gives `import { script, sha256 } from './page.ts?script'` the module bundled for a page, as text. */
export function pageScriptPlugin(): Plugin {
  return {
    name: 'page-script',
    // Vite's own handling of queries is for browsers.
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith(SUFFIX)) return undefined
      const resolved = await this.resolve(id.slice(0, -SUFFIX.length), importer)
      // The name stands in the build as a comment, which has to be the same wherever it is built.
      const name = resolved === null ? undefined : relative(ROOT, resolved.id).replaceAll('\\', '/')
      return name === undefined ? undefined : `${PREFIX}${name}.js`
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return undefined
      const entry = resolve(ROOT, id.slice(PREFIX.length, -'.js'.length))
      this.addWatchFile(entry)
      const script = await bundle(entry)
      const sha256 = createHash('sha256').update(script).digest('base64')
      return `export const script = ${JSON.stringify(script)}\nexport const sha256 = ${JSON.stringify(sha256)}`
    },
  }
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
    },
  })
  const [{ output } = { output: [] }] = [result].flat().filter((each) => 'output' in each)
  const [chunk] = output
  if (chunk?.type !== 'chunk') throw new Error(`${entry} makes no script`)
  return chunk.code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
}
