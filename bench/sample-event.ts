/** The event that all parts send. */
export const EVENT = 'created'
export const DATA = { id: 1, name: 'Ada', items: ['tea', 'milk'], total: 12.5 } as const
