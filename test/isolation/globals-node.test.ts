// @vitest-environment node
import { globalsCases } from './globals-cases.ts'

globalsCases()
