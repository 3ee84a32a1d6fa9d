import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isRecord } from '../../src/protocol/json.ts'
import type { PusherScript } from '../../src/protocol/pusher-script.ts'

/** A copy of pusher-js that the project has. */
interface InstalledPusher {
  readonly folder: string
  readonly version: string
}

/** What a page gets that asks for pusher-js from the network, or why it gets nothing. */
export type ScriptAnswer =
  | { readonly body: string; readonly version: string }
  | { readonly missing: string }

/**
 * The build of the installed pusher-js that a page asks for: of that very version, else of the same
 * minor, else of the same major. Under
 * whatever name the project has it: `"pusher-js-7": "npm:pusher-js@7"` is a copy, too.
 */
export function installedScript({ version = '', file }: PusherScript): ScriptAnswer {
  const copies = installedCopies()
  const [major] = partsOf(version)
  const copy =
    copies.find((each) => each.version === version) ??
    copies.find((each) => partsOf(each.version).join('.') === partsOf(version).join('.')) ??
    copies.find((each) => major === undefined || partsOf(each.version)[0] === major)
  const path = ['web', 'worker']
    .map((build) => join(copy?.folder ?? '', 'dist', build, file))
    .find((each) => copy !== undefined && existsSync(each))
  if (copy !== undefined && path !== undefined) {
    return { body: readFileSync(path, 'utf8'), version: copy.version }
  }
  const found = copies.map((each) => each.version).join(', ') || 'none'
  const wanted = version === '' ? 'pusher-js' : `pusher-js@${version}`
  return {
    missing: `It is served from the project's own pusher-js, of the same major (installed: ${found}), and ${
      copy === undefined ? 'that is not there' : `${copy.version} has no ${file}`
    }: npm i -D ${wanted}`,
  }
}

function installedCopies(): InstalledPusher[] {
  const folders = new Map<string, InstalledPusher>()
  // A peer of this package, and whatever the project has itself.
  for (const from of [join(process.cwd(), 'package.json'), import.meta.filename]) {
    const require = createRequire(from)
    for (const name of ['pusher-js', ...aliases(from)]) {
      const copy = read(require, name)
      if (copy !== undefined) folders.set(copy.folder, copy)
    }
  }
  return [...folders.values()]
}

/** Other names that a project has for pusher-js. */
function aliases(file: string): string[] {
  if (!file.endsWith('package.json') || !existsSync(file)) return []
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const { dependencies, devDependencies } = isRecord(parsed) ? parsed : {}
  return Object.entries({ ...record(dependencies), ...record(devDependencies) })
    .filter(([, specifier]) => String(specifier).startsWith('npm:pusher-js@'))
    .map(([name]) => name)
}

const record = (value: unknown) => (isRecord(value) ? value : {})

function read(require: NodeJS.Require, name: string): InstalledPusher | undefined {
  try {
    const path = require.resolve(`${name}/package.json`)
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
    return { folder: dirname(path), version }
  } catch {
    return undefined
  }
}

/** Major and minor. */
function partsOf(version: string): readonly string[] {
  return version.match(/\d+/g)?.slice(0, 2) ?? []
}
