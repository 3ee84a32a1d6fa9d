// render-orders.ts
import Pusher from 'pusher-js'

/** A list of orders that grows with those of the service; removing it ends its subscription. */
export function renderOrders(): HTMLElement {
  const list = document.createElement('ul')
  const pusher = new Pusher('app-key', { cluster: 'eu' })
  pusher.subscribe('orders').bind('created', ({ id }: { id: number }) => {
    list.append(Object.assign(document.createElement('li'), { textContent: `Order ${id}` }))
  })
  const remove = list.remove.bind(list)
  list.remove = () => {
    pusher.unsubscribe('orders')
    remove()
  }
  return list
}
