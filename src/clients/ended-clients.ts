/** Clients that the end of a test has disconnected, as long as no later test has used them. */
export const endedClients: WeakSet<object> = new WeakSet()
