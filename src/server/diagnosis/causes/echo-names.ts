/**
 * Why Laravel Echo does not hear an event of this name, undefined where it may. Echo's own spelling is not
 * what Laravel sends: `listen('.order.shipped')` hears `order.shipped`, and `listen('OrderShipped')` hears
 * `App\Events\OrderShipped`; Wayfinder writes the class with dots. Source: laravel-echo, util/event-formatter.
 */
export function echoHint(event: string): string | undefined {
  if (/^[.\\]./.test(event)) {
    return `"${event}" has Echo's leading ${event[0] === '.' ? 'dot' : 'backslash'}, which Laravel does not send: listen("${event}") hears "${event.slice(1)}".`
  }
  if (/^App\.Events\.\w/.test(event)) {
    return `"${event}" is the class as Echo and Wayfinder write it: Laravel sends "${event.replaceAll('.', '\\')}".`
  }
  return undefined
}
