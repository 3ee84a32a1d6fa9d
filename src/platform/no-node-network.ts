/** What scripts for a page have in place of the guard of Node's network. */
export const guardNodeNetwork = (): (() => void) => () => {}
