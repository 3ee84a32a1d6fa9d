import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A WebKit as it is released, and what gives it a display. */
export interface WebKit {
  readonly miniBrowser: string
  readonly xvfbRun: string
}

/** Where Debian's `webkit2gtk-driver` has the browser, by the machine's architecture. */
const DIRECTORIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((architecture) =>
  ['4.1', '6.0', '4.0'].map((version) => [architecture, version] as const),
)

/** Looks for the MiniBrowser of WebKitGTK: the environment variable WEBKIT_PATH, then Debian's. */
export function findWebKit(): WebKit | undefined {
  const xvfbRun = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'xvfb-run'))
    .find((path) => existsSync(path))
  const path = process.env['WEBKIT_PATH']
  if (path !== undefined && path !== '' && !existsSync(path)) {
    throw new Error(`WEBKIT_PATH names a file that does not exist: ${path}`)
  }
  const miniBrowser =
    path ||
    DIRECTORIES.map(([architecture, version]) => {
      const name = version === '6.0' ? 'webkitgtk' : 'webkit2gtk'
      return `/usr/lib/${architecture}/${name}-${version}/MiniBrowser`
    }).find((candidate) => existsSync(candidate))
  return miniBrowser === undefined || xvfbRun === undefined ? undefined : { miniBrowser, xvfbRun }
}
