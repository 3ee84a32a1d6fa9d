// @vitest-environment happy-dom
import { globalsCases } from './globals-cases.ts'

globalsCases()
