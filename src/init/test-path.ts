import { existsSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import picomatch from 'picomatch'

/** Which files a runner takes for tests. */
export interface TestFiles {
  /** What stands before the extension by custom, best first. */
  readonly suffixes: readonly string[]
  /** Absolute; patterns are relative to it. */
  readonly root: string
  readonly include: readonly (string | RegExp)[]
  readonly exclude: readonly (string | RegExp)[]
}

/** Whether a runner would run the file at the absolute `path`. */
export function runs({ root, include, exclude }: TestFiles, path: string): boolean {
  const inRoot = relative(root, path).split(sep).join('/')
  if (inRoot.startsWith('..')) return false
  const matches = (pattern: string | RegExp) =>
    typeof pattern === 'string'
      ? picomatch.isMatch(inRoot, pattern.replace(/^\.?\//, ''), { dot: true })
      : new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(`${root}/${inRoot}`)
  return include.some(matches) && !exclude.some(matches)
}

/**
 * Where a test called `name` goes: the first of the places that the runner looks at and nobody else does.
 *
 * @param folders relative to the runner's root, best first
 * @param others runners that would trip over it
 * @returns absolute; when every place has somebody who minds, the first that the runner looks at
 */
export function placeTest(
  files: TestFiles,
  name: string,
  extension: string,
  folders: readonly string[],
  others: readonly TestFiles[],
): string | undefined {
  const candidates = [...candidatesIn(files, name, extension, folders)].filter((path) =>
    runs(files, path),
  )
  return candidates.find((path) => !others.some((other) => runs(other, path))) ?? candidates[0]
}

function* candidatesIn(
  { root, include, suffixes }: TestFiles,
  name: string,
  extension: string,
  folders: readonly string[],
): Generator<string> {
  const globs = include.filter((pattern) => typeof pattern === 'string')
  // `test/unit/**/*.test.ts` says both the folder and the ending; `src/**/*.{test,spec}.ts` says the folder.
  const bases = globs.map((glob) => picomatch.scan(glob.replace(/^\.?\//, '')).base)
  const endings = globs
    .flatMap(expandBraces)
    .flatMap((glob) => /\*((?:[.\-_][\w-]+)*\.\w+)$/.exec(glob)?.[1] ?? [])
    .toSorted((a, b) => Number(b.endsWith(`.${extension}`)) - Number(a.endsWith(`.${extension}`)))
  const own = bases.filter((base) => base !== '' && existsSync(join(root, base)))
  for (const folder of [...folders, ...own, ...bases, '']) {
    for (const ending of [...suffixes.map((suffix) => `.${suffix}.${extension}`), ...endings]) {
      yield join(root, posix.join(folder, `${name}${ending}`))
    }
  }
}

/** `*.{test,spec}.{js,ts}` says four endings. */
function expandBraces(glob: string): string[] {
  const [, before, options, after] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? []
  if (options === undefined) return [glob]
  return options.split(',').flatMap((option) => expandBraces(`${before}${option}${after}`))
}
