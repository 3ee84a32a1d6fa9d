/** What this room takes of Jest. Its runtime answers to this name itself, installed or not. */
declare module '@jest/globals' {
  type Hook = (hook: () => Promise<void> | void) => void
  export const beforeAll: Hook
  export const afterAll: Hook
  export const beforeEach: Hook
  export const afterEach: Hook
  export const expect: {
    extend(matchers: object): void
    getState(): { readonly currentTestName?: string; readonly testPath?: string }
  }
}
