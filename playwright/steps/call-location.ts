import { fileURLToPath } from 'node:url'
import type { Location } from '@playwright/test/reporter'
import { callerOf } from '../../src/errors/caller.ts'

/** The line of a test, page object or helper that has called this package. */
export function callLocation(): Location | undefined {
  const place = callerOf(new Error())
  return place?.file.startsWith('file:') ? { ...place, file: fileURLToPath(place.file) } : place
}
