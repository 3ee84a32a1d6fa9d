import { globSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'

type Program = ReturnType<typeof parseSync>['program']

/** The files that are shipped, each as its syntax tree. */
export function shippedPrograms(): { readonly where: string; readonly program: Program }[] {
  const files = globSync(['src/**/*.{ts,tsx}', 'playwright/**/*.ts']).toSorted()
  return files.map((where) => {
    const { program, errors } = parseSync(where, readFileSync(where, 'utf8'))
    if (errors.length > 0) throw new Error(`${where}: ${errors[0]?.message}`)
    return { where, program }
  })
}
