const FRAME = /^\s*(?:at |\S*@)/
const POSITION = /:(\d+):(\d+)\)?$/
/** Where a path or URL begins, behind the name of the function. */
const FILE = /(?:file|https?|blob|webpack-internal):|\/|[A-Za-z]:[\\/]/
const OF_PACKAGE = /\/(?:dist|src)\//

/** A place in a file, which is a path or a URL. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The line of a test, page object or helper at which the stack of an error leaves this package. */
export function callerOf(error: Error): Place | undefined {
  const places = placesOf(error).filter((place) => !isOwn(place))
  return places.find(({ file }) => !pathOf(file).includes('/node_modules/')) ?? places[0]
}

/** Takes this package's lines from the stack of an error, so that a report shows the line that called. */
export function leadToCaller(error: unknown): void {
  if (!(error instanceof Error) || error.stack === undefined) return
  const lines = error.stack.split('\n').filter((line) => {
    const place = placeOf(line)
    return place === undefined || !isOwn(place)
  })
  error.stack = lines.join('\n')
}

/** Gives an error the stack of one that was made where the author's own line still stood on it. */
export function withStackOf<Failure extends Error>(trace: Error, error: Failure): Failure {
  if (trace.stack !== undefined) {
    error.stack = trace.stack.replace(String(trace), () => String(error))
    leadToCaller(error)
  }
  return error
}

function placesOf({ stack = '' }: Error): Place[] {
  return stack
    .split('\n')
    .map(placeOf)
    .filter((place) => place !== undefined)
}

function placeOf(line: string): Place | undefined {
  const position = FRAME.test(line) ? POSITION.exec(line) : null
  if (position === null) return undefined
  const before = line.slice(0, position.index)
  const place = before.slice(before.lastIndexOf('(') + 1)
  const begin = place.search(FILE)
  if (begin === -1) return undefined
  return { file: place.slice(begin), line: Number(position[1]), column: Number(position[2]) }
}

/** Of the package, whose built files have one directory and their sources, by source maps, two others. */
const HERE = pathOf(placesOf(new Error())[0]?.file ?? '')
const ROOT = HERE.slice(0, Math.max(0, HERE.search(OF_PACKAGE)))
const OWN = ['dist', 'src', 'playwright'].map((directory) => `${ROOT}/${directory}/`)

function isOwn({ file }: Place): boolean {
  return OWN.some((directory) => pathOf(file).startsWith(directory))
}

function pathOf(file: string): string {
  return file.replaceAll('\\', '/').replace(/^file:\/\//, '')
}
