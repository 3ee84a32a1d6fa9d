import { otherSocketCases } from './other-sockets-cases.ts'

otherSocketCases()
