import Pusher from 'pusher-js'

/** As many apps have it: one client, made when the module is imported. */
export const pusher: Pusher = new Pusher('app-key', { cluster: 'mt1' })
