// @vitest-environment jsdom
import { globalsCases } from './globals-cases.ts'

globalsCases()
