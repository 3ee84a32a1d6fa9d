// @vitest-environment happy-dom
import { otherSocketCases } from './other-sockets-cases.ts'

otherSocketCases()
