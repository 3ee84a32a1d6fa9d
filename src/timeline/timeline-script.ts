/**
 * The page's own script: builds the rows from the JSON in the page. Text goes in as text only.
 * The service's lane is the first; an arrow spans from it to the lane of its connection.
 */
export const TIMELINE_SCRIPT = `
const KINDS = ['connection', 'ping', 'subscription', 'server event', 'client event', 'error', 'rest', 'webhook', 'step']
const { lanes, rows } = JSON.parse(document.getElementById('model').textContent)
const list = document.querySelector('.rows')
const kinds = document.querySelector('.kinds')
const filter = document.querySelector('input')
const count = document.querySelector('header p')
const detail = document.querySelector('.detail')
const empty = document.querySelector('.empty')
const hidden = new Set()

const element = (name, className, ...children) => {
  const created = document.createElement(name)
  if (className) created.className = className
  created.append(...children)
  return created
}

// The service's column and one for each connection.
document.documentElement.style.setProperty('--columns', String(lanes.length + 1))
document.querySelector('.lanes').append(...lanes.map(({ label, socketId }) => {
  const lane = element('span', '', label)
  if (label !== socketId) lane.append(element('code', '', socketId))
  return lane
}))

const routeOf = ({ lane, direction, kind }) => {
  if (lane === undefined) return kind
  const { label } = lanes[lane]
  return direction === 'in' ? label + ' → service' : 'service → ' + label
}

const select = ({ row, button }) => {
  document.querySelector('[aria-current]')?.removeAttribute('aria-current')
  button.setAttribute('aria-current', 'true')
  const facts = ['+' + row.at + ' ms', routeOf(row), row.channel].filter((fact) => fact !== undefined)
  detail.dataset.kind = row.kind
  detail.replaceChildren(
    element('h2', '', row.label),
    element('p', 'facts', facts.join(' · ')),
    ...(row.problem === undefined ? [] : [element('p', 'problem', row.problem)]),
    element('pre', '', JSON.stringify(row.detail, null, 2)),
  )
  detail.scrollTop = 0
}

const drawArrow = (row) => {
  const label = element('b', '', row.label)
  const arrow = element('span', 'arrow ' + (row.direction === 'in' ? 'left' : 'right'), label)
  if (row.problem !== undefined) label.className = 'refused'
  if (row.channel !== undefined) arrow.append(element('small', '', row.channel))
  arrow.style.gridColumn = '2 / ' + (row.lane + 4)
  arrow.style.setProperty('--span', String(row.lane + 2))
  return arrow
}

const entries = rows.map((row) => {
  const lane = lanes[row.lane]
  const time = element('time', '', '+' + row.at + ' ms')
  const button = element('button', 'row', time, lane ? drawArrow(row) : element('span', 'note', row.label))
  button.type = 'button'
  button.tabIndex = -1
  button.dataset.kind = row.kind
  const spoken = [time.textContent, routeOf(row), row.label, row.channel, row.problem && 'refused']
  button.setAttribute('aria-label', spoken.filter(Boolean).join(', '))
  const item = element('li', '', button)
  const text = [row.label, row.channel, lane?.socketId, lane?.label].join(' ').toLowerCase()
  return { row, item, button, text }
})
const entryOf = new Map(entries.map((entry) => [entry.button, entry]))
list.append(...entries.map(({ item }) => item))

// All rows together are one stop of the Tab key; the arrow keys walk them.
let stop
const makeStop = (entry) => {
  if (stop) stop.button.tabIndex = -1
  stop = entry
  if (stop) stop.button.tabIndex = 0
}

const apply = () => {
  const wanted = filter.value.trim().toLowerCase()
  let shown = 0
  for (const { row, item, text } of entries) {
    item.hidden = hidden.has(row.kind) || !text.includes(wanted)
    if (!item.hidden) shown += 1
  }
  if (!stop || stop.item.hidden) makeStop(entries.find(({ item }) => !item.hidden))
  count.textContent = (shown === rows.length ? '' : shown + ' of ') + rows.length + ' rows'
  empty.hidden = shown > 0
}

for (const kind of KINDS) {
  const total = rows.filter((row) => row.kind === kind).length
  if (total === 0) continue
  const button = element('button', '', kind, ' ', element('small', '', String(total)))
  button.type = 'button'
  button.dataset.kind = kind
  button.setAttribute('aria-pressed', 'true')
  button.addEventListener('click', () => {
    if (!hidden.delete(kind)) hidden.add(kind)
    button.setAttribute('aria-pressed', String(!hidden.has(kind)))
    apply()
  })
  kinds.append(button)
}

list.addEventListener('click', ({ target }) => {
  const entry = entryOf.get(target.closest('.row'))
  if (!entry) return
  makeStop(entry)
  select(entry)
})

const TARGETS = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (index, last) => last,
}
list.addEventListener('keydown', (event) => {
  const target = TARGETS[event.key]
  if (!target) return
  event.preventDefault()
  const visible = entries.filter(({ item }) => !item.hidden)
  const index = visible.findIndex(({ button }) => button === document.activeElement)
  const next = visible[target(index, visible.length - 1)]
  if (!next) return
  makeStop(next)
  next.button.focus()
  select(next)
})
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target === filter) return
  event.preventDefault()
  filter.focus()
})
filter.addEventListener('input', apply)
apply()
`
