/**
 * The page's own script: builds the rows from the JSON in the page. Text goes in as text only.
 * The service's lane is the first; an arrow spans from it to the lane of its connection.
 */
export const TIMELINE_SCRIPT = `
const { lanes, rows } = JSON.parse(document.getElementById('model').textContent)
const list = document.querySelector('.rows')
const kinds = document.querySelector('.kinds')
const filter = document.querySelector('input')
const count = document.querySelector('header p')
const detail = document.querySelector('.detail')
const empty = document.querySelector('.empty')
const hidden = new Set()

const element = (name, className, text) => {
  const created = document.createElement(name)
  if (className) created.className = className
  if (text !== undefined) created.textContent = text
  return created
}

const header = document.querySelector('.lanes')
document.documentElement.style.setProperty('--lanes', String(Math.max(lanes.length, 1)))
header.append(element('span', '', 'Service'), ...lanes.map(({ label, socketId }) => {
  const lane = element('span', '', label)
  lane.title = socketId
  return lane
}))

const select = (row, button) => {
  document.querySelector('[aria-current]')?.removeAttribute('aria-current')
  button.setAttribute('aria-current', 'true')
  detail.replaceChildren(
    element('h2', '', row.label),
    element('pre', '', JSON.stringify(row.detail, null, 2)),
  )
}

const buttons = rows.map((row) => {
  const item = element('li')
  const button = element('button', 'row')
  button.type = 'button'
  button.dataset.kind = row.kind
  const time = element('time', '', '+' + row.at + ' ms')
  button.append(time)
  if (row.lane === undefined) button.append(element('span', 'note', row.label))
  else {
    const incoming = row.direction === 'in'
    const arrow = element('span', 'arrow ' + (incoming ? 'left' : 'right'))
    arrow.style.gridColumn = '2 / ' + (row.lane + 4)
    arrow.append(element('b', '', row.label))
    if (row.channel !== undefined) arrow.append(element('small', '', row.channel))
    button.setAttribute('aria-label', [
      time.textContent, lanes[row.lane].label, incoming ? 'to the service' : 'from the service',
      row.label, row.channel ?? '',
    ].join(', '))
    button.append(arrow)
  }
  button.addEventListener('click', () => select(row, button))
  item.append(button)
  return { row, item, button, text: [row.label, row.channel, lanes[row.lane]?.socketId, lanes[row.lane]?.label].join(' ').toLowerCase() }
})
list.append(...buttons.map(({ item }) => item))

const apply = () => {
  const wanted = filter.value.trim().toLowerCase()
  let shown = 0
  for (const { row, item, text } of buttons) {
    item.hidden = hidden.has(row.kind) || !text.includes(wanted)
    if (!item.hidden) shown += 1
  }
  count.textContent = shown === rows.length ? rows.length + ' rows' : shown + ' of ' + rows.length + ' rows'
  empty.hidden = shown > 0
}

for (const kind of new Set(rows.map((row) => row.kind))) {
  const button = element('button', '', kind)
  button.type = 'button'
  button.dataset.kind = kind
  button.setAttribute('aria-pressed', 'true')
  button.addEventListener('click', () => {
    if (hidden.has(kind)) hidden.delete(kind)
    else hidden.add(kind)
    button.setAttribute('aria-pressed', String(!hidden.has(kind)))
    apply()
  })
  kinds.append(button)
}

list.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const visible = buttons.filter(({ item }) => !item.hidden)
  const index = visible.findIndex(({ button }) => button === document.activeElement)
  const next = visible[index + step]
  if (next === undefined) return
  event.preventDefault()
  next.button.focus()
  select(next.row, next.button)
})
filter.addEventListener('input', apply)
apply()
`
