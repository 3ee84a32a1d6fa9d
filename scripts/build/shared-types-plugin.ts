import type { Plugin } from 'vite'

const DECLARATIONS = '.d.ts'
const PACKAGE = /^(?:import|export) .*from "(?!\.)/m

/**
 * Puts what the declarations of ES modules and of CommonJS have in common into files of CommonJS, once: an ES
 * module may import those, and not the other way round.
 *
 * @param both entries that come in both formats: declared in `cjs`, where the ES module leads
 * @param commonJs entries that no ES module has
 */
export function sharedTypesPlugin(both: readonly string[], commonJs: readonly string[]): Plugin {
  return {
    name: 'shared-types',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const declared = Object.values(bundle).flatMap((chunk) =>
          chunk.type === 'chunk' && chunk.fileName.endsWith(DECLARATIONS)
            ? [{ chunk, name: chunk.fileName.slice(0, -DECLARATIONS.length) }]
            : [],
        )
        const shared = new Set([...both, ...commonJs])
        for (const { chunk, name } of declared) if (!chunk.isEntry) shared.add(name)
        for (const { chunk, name } of declared) {
          if (shared.has(name)) {
            const source = withImports(chunk.code, (other) => `./${other}.cjs`)
            this.emitFile({ type: 'asset', fileName: `cjs/${name}.d.cts`, source })
          }
          if (shared.has(name) && !both.includes(name)) {
            if (PACKAGE.test(chunk.code)) this.error(`${name} is declared with types of a package`)
            delete bundle[chunk.fileName]
          } else if (both.includes(name) && isSame(chunk)) {
            chunk.code = `export * from './cjs/${name}.cjs'\n`
          } else {
            chunk.code = withImports(chunk.code, (other) =>
              shared.has(other) ? `./cjs/${other}.cjs` : `./${other}.js`,
            )
          }
        }
      },
    },
  }
}

/**
 * Whether a declaration says the same in both formats: packages may be declared twice as well, and `export *`
 * leaves the default out, which is another thing in CommonJS.
 */
function isSame({ code, exports }: { readonly code: string; readonly exports: string[] }): boolean {
  return exports.length > 0 && !exports.includes('default') && !PACKAGE.test(code)
}

function withImports(code: string, pathOf: (name: string) => string): string {
  return code
    .replace(/^import "[^"]+";\n/gm, '')
    .replace(
      /^(?<start>(?:import|export) .*from )"\.\/(?<name>[^"]+)\.js";$/gm,
      (_line, start: string, name: string) => `${start}"${pathOf(name)}";`,
    )
}
