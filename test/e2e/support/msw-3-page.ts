export { pusher } from 'pusher-js-fake/msw/ws'
export * from './msw-page.ts'
