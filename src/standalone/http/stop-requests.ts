import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const POLL_MS = 500
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A process as far as it matters here. */
export interface ProcessInfo {
  readonly parent: number
  /** Of the session; its leader has the same number. */
  readonly session: number
  readonly args: readonly string[]
}

/** A process and who has started it. */
export interface Starter {
  readonly child: number
  readonly parent: number
}

/** Looks a process up; undefined when it is gone, or where that cannot be seen. */
export type LookUp = (pid: number) => ProcessInfo | undefined

/**
 * Resolves when the process is asked to end by a signal, or when who started it is gone: npx, a `sh -c` and a
 * test runner that are killed do not always pass the signal on, and would leave the port held.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const startedBy = startersOf(process.pid, lookUp)
    const timer = setInterval(() => {
      if (!startedBy.every(isThere)) stop()
    }, POLL_MS)
    timer.unref()
    const stop = () => {
      clearInterval(timer)
      resolve()
    }
    for (const signal of SIGNALS) process.once(signal, stop)
  })
}

/**
 * Who must be there for the process to go on, each as a pair: who has started it, and who leads from there to a
 * package manager. A shell that runs a script, a terminal, or one that has put the process in its background may
 * end before it; so may the parent of a session's leader.
 */
export function startersOf(pid: number, find: LookUp): readonly Starter[] {
  const pairs: Starter[] = []
  let isFound = false
  let counted = 0
  for (let child = pid; ; ) {
    const info = find(child)
    if (info === undefined || info.parent <= 1 || info.session === child) break
    const { parent } = info
    const args = find(parent)?.args ?? []
    const command = isShell(args) ? commandOf(args) : undefined
    if (isShell(args) && (command === undefined || runsInBackground(command))) break
    pairs.push({ child, parent })
    const isManager = !isShell(args) && args.some(isPackageManager)
    if (isManager || !isFound) counted = pairs.length
    isFound ||= !isShell(args) && !isManager
    child = parent
  }
  return pairs.slice(0, counted)
}

function isShell([program = '', applet]: readonly string[]): boolean {
  if (/(?:^|\/)busybox$/.test(program)) return applet === 'sh'
  return /(?:^|[/-])(?:ba|da|z|k|mk|fi|a)?sh$/.test(program)
}

/** `npm exec …` as npm calls its process, or the path of its program. */
function isPackageManager(arg: string): boolean {
  return /(?:^|[/\\])(?:npm|npx|pnpm|pnpx|yarn|bunx?)(?:-cli)?(?:\.c?js)?(?: |$)/.test(arg)
}

/** What stands behind `-c`. */
function commandOf(args: readonly string[]): string | undefined {
  const flag = args.findIndex((arg) => /^-[a-z]*c$/.test(arg))
  return flag === -1 ? undefined : args[flag + 1]
}

/** Whether there is a `&` that is no `&&`, `&>` or `>&`. */
function runsInBackground(command: string): boolean {
  return /(?:^|[^&>|])&(?![&>])/.test(command)
}

function lookUp(pid: number): ProcessInfo | undefined {
  try {
    if (process.platform === 'linux') return fromProc(pid)
    return process.platform === 'win32' ? undefined : fromPs(pid)
  } catch {
    return undefined
  }
}

function fromProc(pid: number): ProcessInfo {
  // The second field, in parentheses, may hold anything.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
  return { parent: Number(stat[1]), session: Number(stat[3]), args }
}

function fromPs(pid: number): ProcessInfo | undefined {
  const row = execFileSync('ps', ['-o', 'ppid=,stat=,args=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  const [parent, state = '', program = '', flag = '', ...rest] = row.trim().split(/\s+/)
  if (!parent) return undefined
  const args = [program, flag, rest.join(' ')]
  return { parent: Number(parent), session: state.includes('s') ? pid : 0, args }
}

/** Whether the parent is still there, without the cost of a look at all of it where that starts a process. */
function isThere({ child, parent }: Starter): boolean {
  if (process.platform === 'linux') return lookUp(child)?.parent === parent
  if (child === process.pid) return process.ppid === parent
  try {
    return process.kill(parent, 0)
  } catch {
    return false
  }
}
