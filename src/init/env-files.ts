import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { isPlaceholder } from './source-scan.ts'

/** How the app runs: under a development server, or in Vitest. */
export type Mode = 'development' | 'test'

/** A variable, and the file that sets it. */
export interface EnvVariable {
  readonly value: string
  readonly file: string
}

/**
 * The variables of a project's `.env` files, as Vite and Next.js would load them: what comes first wins. An
 * example file comes last, for a fresh clone. Of all these only keys of Pusher are shown or written.
 */
export function readEnvFiles(root: string, mode: Mode): ReadonlyMap<string, EnvVariable> {
  const files = [`.env.${mode}.local`, `.env.${mode}`, '.env.local', '.env', '.env.example']
  const variables = new Map<string, EnvVariable>()
  for (const file of files) {
    const path = join(root, file)
    if (!existsSync(path)) continue
    for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8')))) {
      if (value && !isPlaceholder(value) && !variables.has(name))
        variables.set(name, { value, file })
    }
  }
  return new Map(
    [...variables].map(([name, { value, file }]) => [
      name,
      { value: expand(value, variables), file },
    ]),
  )
}

/** Laravel has `VITE_PUSHER_APP_KEY="${PUSHER_APP_KEY}"`. */
function expand(value: string, variables: ReadonlyMap<string, EnvVariable>, depth = 0): string {
  return value.replace(/\$\{?(\w+)\}?/g, (_, name: string) => {
    const found = variables.get(name)?.value ?? ''
    return depth < 10 ? expand(found, variables, depth + 1) : found
  })
}
