import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Work } from './show-plan.ts'

/** What came of one file. */
export interface Written {
  /** Absolute. */
  readonly path: string
  /** Why it was not written. */
  readonly problem?: string
}

/** Writes new files, never over one that has come in the meantime, and the lines for those that exist. */
export async function writePlan({ files, edits }: Work): Promise<readonly Written[]> {
  const written: Written[] = []
  const attempt = async (path: string, write: () => Promise<void>) => {
    try {
      await write()
      written.push({ path })
    } catch (error) {
      written.push({ path, problem: reasonOf(error) })
    }
  }
  for (const { path, content } of files) {
    await attempt(path, async () => {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content, { flag: 'wx' })
    })
  }
  for (const { path, before, after } of edits) {
    await attempt(path, async () => {
      if ((await readFile(path, 'utf8')) !== before) throw new Error('it has changed meanwhile')
      await writeFile(path, after)
    })
  }
  return written
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'EEXIST' ? 'it is there already' : error.message
}
