/** What pusher-js does when a socket is closed. Source: pusher-js core/connection/protocol/protocol.ts. */
export interface CloseRange {
  readonly name: string
  /** The ends of the range; undefined for a network that is lost, which has no code of its own. */
  readonly codes: readonly (number | undefined)[]
  readonly outcome: 'connect at once' | 'connect after 1 s' | 'give up'
  /** What a connected client tells its app before it does so. */
  readonly told: (code: number | undefined) => readonly string[]
  /** The same of one that is not connected yet. */
  readonly toldAtHandshake: (code: number | undefined) => readonly string[]
}

const LOST = 'error PusherError'

const CLOSE_RANGES: readonly CloseRange[] = [
  {
    name: 'the network is lost (1006)',
    codes: [undefined, 1006],
    outcome: 'connect after 1 s',
    told: () => [LOST, 'in 1'],
    // A socket that never opens is not told at all; see refused-connections.test.ts.
    toldAtHandshake: () => [],
  },
  {
    name: 'a clean end',
    codes: [1000, 1001],
    outcome: 'connect after 1 s',
    told: () => ['in 1'],
    toldAtHandshake: () => ['in 1'],
  },
  {
    name: 'a broken protocol',
    codes: [1002, 1003],
    outcome: 'connect after 1 s',
    told: (code) => [LOST, `error ${code}`, 'in 1', 'in 1'],
    toldAtHandshake: (code) => [`error ${code}`, 'in 1'],
  },
  {
    name: 'codes that are not for Pusher',
    codes: [1007, 1014, 3000, 3999],
    outcome: 'connect after 1 s',
    told: () => [LOST, 'in 1'],
    toldAtHandshake: (code) => [`error ${code}`, 'in 1'],
  },
  {
    name: 'do not try again',
    codes: [4001, 4099, 4300, 4999],
    outcome: 'give up',
    told: (code) => [LOST, `error ${code}`, 'disconnected'],
    toldAtHandshake: (code) => [`error ${code}`, 'disconnected'],
  },
  {
    name: 'try again later',
    codes: [4100, 4199],
    outcome: 'connect after 1 s',
    told: (code) => [LOST, `error ${code}`, 'in 1', 'in 1'],
    toldAtHandshake: (code) => [`error ${code}`, 'in 1'],
  },
  {
    name: 'try again at once, 4000 with TLS',
    codes: [4000, 4200, 4299],
    outcome: 'connect at once',
    told: (code) => [LOST, `error ${code}`, 'in 1'],
    toldAtHandshake: (code) => [`error ${code}`],
  },
]

/** Each code with its range, for a table of tests. */
export const CLOSE_CASES: readonly (readonly [code: string, CloseCase])[] = CLOSE_RANGES.flatMap(
  (range) => range.codes.map((code) => [String(code ?? 'none'), { range, code }] as const),
)

export interface CloseCase {
  readonly range: CloseRange
  readonly code: number | undefined
}

/** The option of a fault. */
export function codeOption(code: number | undefined): { code?: number } {
  return code === undefined ? {} : { code }
}
