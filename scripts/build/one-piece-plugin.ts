import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const EXPORTED = /^export (?:async )?(?:class|const|function) (\w+)/gm

/** A page has no other files to load: what is asked for by `import()` is there from the start. */
export function onePiecePlugin(): Plugin {
  return {
    name: 'one-piece',
    transform(code, id) {
      const imports: string[] = []
      const whole = code.replace(/\bimport\('(\.[^']+)'\)/g, (_, path: string) => {
        const source = readFileSync(join(dirname(id), path), 'utf8')
        const names = [...source.matchAll(EXPORTED)].map(([, name = '']) => name)
        const own = (name: string) => `later${imports.length}_${name}`
        const specifiers = names.map((name) => `${name} as ${own(name)}`).join(',')
        const values = names.map((name) => `${name}: ${own(name)}`).join(',')
        imports.push(`import {${specifiers}} from '${path}';`)
        return `Promise.resolve({${values}})`
      })
      return imports.length === 0 ? undefined : { code: `${imports.join('')}${whole}`, map: null }
    },
  }
}
