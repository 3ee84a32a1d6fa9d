/**
 * Handlers for Mock Service Worker.
 *
 * @module
 */
export { pusherHandlers } from './msw/handlers.ts'
