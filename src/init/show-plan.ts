import { existsSync } from 'node:fs'
import type { Project } from './project.ts'
import type { Edit, NewFile } from './proposal.ts'
import type { Plan } from './propose.ts'

/** Marks text for a terminal; leaves it as it is where there is none. */
export type Style = (format: 'bold' | 'green' | 'red' | 'dim', text: string) => string

/** What is left to write, once the files that exist are taken out. */
export interface Work {
  readonly files: readonly NewFile[]
  readonly edits: readonly Edit[]
  /** Files that are there already; absolute. */
  readonly left: readonly string[]
}

export function workOf({ proposals }: Plan): Work {
  const files = proposals.flatMap(({ files = [] }) => files)
  return {
    files: files.filter(({ path }) => !existsSync(path)),
    edits: proposals.flatMap(({ edits = [] }) => edits),
    left: files.map(({ path }) => path).filter((path) => existsSync(path)),
  }
}

/** Everything that the reader should see before they answer. */
export function showPlan(project: Project, plan: Plan, work: Work, style: Style): string {
  const lines = [
    style('bold', project.root),
    `  ${[project.packageManager, project.typescript ? 'TypeScript' : 'JavaScript', ...plan.proposals.map(({ tool }) => tool)].join(', ')}`,
    `  ${keyLine(plan)}`,
    ...plan.proposals.flatMap(({ tool, settled }) =>
      settled === undefined ? [] : [`  ${tool}: ${settled}`],
    ),
    ...work.left.map((path) => `  Left as it is: ${project.show(path)}`),
  ]
  for (const { path, content } of work.files) {
    lines.push('', style('bold', `New file ${project.show(path)}`))
    lines.push(...linesOf(content).map((line) => style('green', `  + ${line}`)))
  }
  for (const edit of work.edits) {
    lines.push('', style('bold', `Lines for ${project.show(edit.path)}`))
    lines.push(...difference(edit, style))
  }
  return `${lines.join('\n')}\n`
}

/** What remains to be done by hand, once the files are there. */
export function showNextSteps(project: Project, plan: Plan, style: Style): string {
  const active = plan.proposals.filter(({ settled }) => settled === undefined)
  const lines: string[] = []
  if (project.dependency('pusher-js-fake') === undefined) {
    lines.push('', style('bold', 'Install it'), `  ${project.addCommand(['pusher-js-fake'])}`)
  }
  for (const { what, lines: own } of active.flatMap(({ manual = [] }) => manual)) {
    lines.push('', style('bold', `By hand: ${what}`), ...own.map((line) => `  ${line}`))
  }
  const commands = active.flatMap(({ commands: own = [] }) => own)
  if (commands.length > 0) {
    lines.push('', style('bold', 'Then run'), ...commands.map((command) => `  ${command}`))
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function keyLine({ settings }: Plan): string {
  const { key, keySource, cluster } = settings
  if (key === undefined) return "App key: not found; the fake's own, app-key, is taken"
  return `App key: ${key} (${keySource})${cluster === undefined ? '' : `, cluster ${cluster}`}`
}

const CONTEXT = 2

/** The lines between the first and the last that differ, and a few around them. */
function difference({ before, after }: Edit, style: Style): string[] {
  const old = linesOf(before)
  const now = linesOf(after)
  let start = 0
  while (start < old.length && old[start] === now[start]) start += 1
  let end = 0
  const most = Math.min(old.length, now.length) - start
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1
  const unchanged = (line: string) => style('dim', `    ${line}`)
  return [
    ...old.slice(Math.max(0, start - CONTEXT), start).map(unchanged),
    ...old.slice(start, old.length - end).map((line) => style('red', `  - ${line}`)),
    ...now.slice(start, now.length - end).map((line) => style('green', `  + ${line}`)),
    ...old.slice(old.length - end, old.length - end + CONTEXT).map(unchanged),
  ]
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}
