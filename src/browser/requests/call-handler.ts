/** Dispatches to a request's handlers alone: for classes that know events by their names, as the Node build's does. */
export function callHandler(this: XMLHttpRequest, event: Event): boolean {
  const handler: unknown = Reflect.get(this, `on${event.type}`)
  if (typeof handler === 'function') handler.call(this, event)
  return true
}
