/** Lines that a block takes for granted, by the name in its fence: `with=fake`. They are compiled, not shown. */
export const SETUPS: Readonly<Record<string, string>> = {
  fake: `declare const fake: import('pusher-js-fake').PusherFake`,
  peer: `declare const peer: import('pusher-js-fake').VirtualPeer`,
  server: `declare const server: import('pusher-js-fake/standalone').PusherServer`,
  'own-fixtures': '',
  jest: `declare global { namespace jest { interface Matchers<R, T> { toContain(text: string): void } } }
    declare const jest: { advanceTimersByTime(ms: number): void }; declare function test(name: string, body: () => unknown): void; declare function expect<T>(value: T): jest.Matchers<void, T>`,
  cypress: `declare function beforeEach(step: () => void): void; declare const Cypress: { Commands: { add(name: string, command: () => unknown): void } }
    declare const cy: { then(step: () => unknown): void; wrap(value: unknown, options: object): unknown; contains(text: string): void; visit(path: string, options: { onBeforeLoad(window: Window & typeof globalThis): void }): void }`,
  'echo-app': `import Echo from 'laravel-echo'
    declare global { interface Window { Echo: unknown } interface ImportMeta { env: any } }`,
  'web-test-runner': `declare function afterEach(step: () => void): void; declare function after(step: () => void): void`,
}

/** Modules of the reader's app that blocks import. */
export const MODULES: Readonly<Record<string, string>> = {
  'bell.tsx': 'export const Bell = () => <button type="button">Ring</button>',
  'my-fixtures.ts': `export { test } from '@playwright/test'`,
  'orders.ts': 'export declare function renderOrders(): HTMLElement',
}
