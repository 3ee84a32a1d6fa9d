import { reportOf } from '../../src/clients/realm-report.ts'
import { PAGE_END, type PageEnd } from '../bridge/bridge-message.ts'

/** Runs in a document when something has failed: none needs it before. */
function addReports(realm: Readonly<Record<string, PageEnd | undefined>>): void {
  const pageEnd = realm[PAGE_END]
  if (pageEnd !== undefined) pageEnd.reports = () => [reportOf(pageEnd.witness)]
}

addReports(globalThis as unknown as Readonly<Record<string, PageEnd | undefined>>)
