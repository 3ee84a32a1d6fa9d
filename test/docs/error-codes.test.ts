import { readdir, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { CLOSE_CODES } from '../../src/protocol/close-codes.ts'

const root = new URL('../../', import.meta.url)

let source = ''
let sections: Map<string, string[]>

beforeAll(async () => {
  for (const room of ['src/', 'playwright/']) {
    for (const name of await readdir(new URL(room, root), { recursive: true })) {
      if (/\.tsx?$/.test(name)) source += await readFile(new URL(room + name, root), 'utf8')
    }
  }
  sections = sectionsOf(await readFile(new URL('docs/troubleshooting.md', root), 'utf8'))
})

/** The members of a union of strings, as the source has it. */
function union(declaration: RegExp): string[] {
  const [, members = ''] = declaration.exec(source) ?? []
  return [...members.matchAll(/'(\w+)'/g)].map(([, code = '']) => code)
}

const errorCodes = () => union(/export type PusherFakeErrorCode =((?:\s*\| '\w+')+)/)
const problemCodes = () => union(/export type ProblemCode =((?:\s*\| '\w+')+)/)
const controlCodes = () => [
  ...union(/export type ControlErrorCode =((?:\s*\| '\w+')+)/),
  // Answered for a bug, which is no refusal.
  'internal',
]

describe('every code has a section, and every section a code', () => {
  test('errors', () => {
    expect(errorCodes().length).toBeGreaterThan(5)
    expect(sections.get('Error codes')?.toSorted()).toEqual(errorCodes().toSorted())
  })

  test('problems; one that is an error as well has its section there', () => {
    expect(problemCodes().length).toBeGreaterThan(5)
    const own = problemCodes().filter((code) => !errorCodes().includes(code))
    expect(sections.get('Problems')?.toSorted()).toEqual(own.toSorted())
  })

  test('the control API', () => {
    expect(controlCodes().length).toBeGreaterThan(5)
    expect(sections.get('Codes of the control API')?.toSorted()).toEqual(controlCodes().toSorted())
  })

  test('close codes', () => {
    const codes = [...Object.keys(CLOSE_CODES), '1006']
    expect(sections.get('Close codes of Pusher')?.toSorted()).toEqual(codes.toSorted())
  })
})

test('no code is declared that nothing uses', () => {
  for (const code of [...errorCodes(), ...problemCodes(), ...controlCodes()]) {
    const uses = source.split(`'${code}'`).length - 1
    const declared = [errorCodes(), problemCodes(), controlCodes()].filter((codes) =>
      codes.includes(code),
    ).length
    expect.soft(uses, code).toBeGreaterThan(code === 'internal' ? 0 : declared)
  }
})

test('the section of an error says what happened, why, and what to write instead', async () => {
  const page = await readFile(new URL('docs/troubleshooting.md', root), 'utf8')
  const texts = new Map(
    page.split(/^##+ /m).map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
  )
  for (const code of [...errorCodes(), ...problemCodes(), ...controlCodes()]) {
    const section = texts.get(code)
    for (const part of ['What happened.', 'Likely cause.', 'Write instead.']) {
      expect.soft(section, code).toContain(`**${part}**`)
    }
  }
})

/** The headings of the third level under each of the second. */
function sectionsOf(markdown: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  let current: string[] = []
  for (const [, marks = '', heading = ''] of markdown.matchAll(/^(##|###) (.+)$/gm)) {
    if (marks === '##') {
      current = []
      found.set(heading, current)
    } else current.push(heading)
  }
  return found
}
