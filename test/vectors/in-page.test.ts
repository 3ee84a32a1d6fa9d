import { setupServer } from 'msw/node'
import { afterAll, beforeAll } from 'vitest'
import { describeVectors } from './describe-vectors.ts'
import { inPage } from './hosts/in-page.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

describeVectors(inPage(server))
