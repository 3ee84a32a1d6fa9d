// app/pusher/auth/route.ts
import Pusher from 'pusher'

/** Signs what the session's user may read. */
export async function POST(request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  const channel = form.get('channel_name') ?? ''
  if (request.headers.get('cookie') !== 'session=ada' || channel !== 'private-inbox') {
    return new Response('Forbidden', { status: 403 })
  }
  const pusher = new Pusher({
    appId: process.env['PUSHER_APP_ID'] ?? '',
    key: process.env['NEXT_PUBLIC_PUSHER_KEY'] ?? '',
    secret: process.env['PUSHER_SECRET'] ?? '',
    cluster: 'eu',
  })
  return Response.json(pusher.authorizeChannel(form.get('socket_id') ?? '', channel))
}
