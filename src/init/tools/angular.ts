import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, parseJson } from '../../protocol/json.ts'
import { at, textsOf } from '../config-literals.ts'
import type { Project } from '../project.ts'
import type { TestFiles } from '../test-path.ts'

const BUILDER = '@angular/build:unit-test'
/** The builder's own defaults. Source: its schema.json, version 22. */
const INCLUDE = ['**/*.spec.ts', '**/*.test.ts']
const NODE_MODULES = '**/node_modules/**'

/**
 * Which files `ng test` collects: those of the first project of angular.json that its Vitest builder tests.
 *
 * @returns undefined when the project is none of Angular's
 */
export function readAngularTests(project: Project): TestFiles | undefined {
  const path = project.find(['angular.json'])
  if (path === undefined) return undefined
  const projects = Object.values(recordOf(at(readJson(path), 'projects')))
  const tested = projects.find((each) => at(testOf(each), 'builder') === BUILDER)
  const [root = ''] = textsOf(at(tested, 'root'))
  const [sources = join(root, 'src')] = textsOf(at(tested, 'sourceRoot'))
  const options = at(testOf(tested), 'options')
  const include = textsOf(at(options, 'include'))
  return {
    suffixes: ['spec', 'test'],
    root: join(project.root, sources),
    include: include.length > 0 ? include : INCLUDE,
    exclude: [NODE_MODULES, ...textsOf(at(options, 'exclude'))],
  }
}

function testOf(project: unknown): unknown {
  return at(project, 'architect', 'test') ?? at(project, 'targets', 'test')
}

/** Comments are allowed there; one that has some is read as if it said nothing. */
function readJson(path: string): unknown {
  const json = parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  return json.ok ? json.value : undefined
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
