import { describeVectors } from './describe-vectors.ts'
import { SERVER } from './hosts/server.ts'

describeVectors(SERVER)
