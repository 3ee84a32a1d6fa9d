/**
 * What the service for statistics of pusher-js answers: nothing new. By JSONP it is a script that does nothing,
 * whose end is what pusher-js waits for.
 * Source: pusher-js runtimes/isomorphic/timeline/xhr_timeline.ts and runtimes/web/timeline/jsonp_timeline.ts.
 */
export function statsResponse(url: string): Response {
  const isScript = new URL(url).pathname.includes('/jsonp')
  return new Response(isScript ? '' : '{}', {
    headers: {
      'content-type': isScript ? 'application/javascript' : 'application/json',
      'access-control-allow-origin': '*',
    },
  })
}
