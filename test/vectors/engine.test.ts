import { describeVectors } from './describe-vectors.ts'
import { ENGINE } from './hosts/engine.ts'

describeVectors(ENGINE)
