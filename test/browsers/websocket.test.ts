import { webSocketCases } from '../browser/websocket-cases.ts'

webSocketCases('the realm of the page', () => globalThis)
