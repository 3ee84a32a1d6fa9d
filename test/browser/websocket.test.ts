import { JSDOM } from 'jsdom'
import { webSocketCases } from './websocket-cases.ts'

webSocketCases('the realm of Node', () => globalThis)

webSocketCases('the window of a jsdom', () => {
  const { window } = new JSDOM('', { url: 'http://app.test/' })
  return window as unknown as typeof globalThis
})
