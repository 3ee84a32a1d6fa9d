// app/api/orders/route.ts
import Pusher from 'pusher'

export async function POST(request: Request): Promise<Response> {
  const order: { id: number } = await request.json()
  const pusher = new Pusher({
    appId: process.env['PUSHER_APP_ID'] ?? '',
    key: process.env['NEXT_PUBLIC_PUSHER_KEY'] ?? '',
    secret: process.env['PUSHER_SECRET'] ?? '',
    cluster: 'eu',
  })
  await pusher.trigger('orders', 'created', order)
  return Response.json(order, { status: 201 })
}
