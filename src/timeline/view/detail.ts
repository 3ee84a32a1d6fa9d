import { routeOf } from '../describe-row.ts'
import type { Item } from '../fold-bursts.ts'
import { formatMoment, formatSpan } from '../format-time.ts'
import { readableValue } from '../row-value.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'
import { jsonText } from './json-text.ts'

/** All of one row. */
export class Detail {
  readonly element: HTMLElement

  constructor(closed: () => void) {
    this.element = element('section', {
      class: 'pjt-detail',
      attributes: { 'aria-label': 'Details', tabindex: 0 },
    })
    this.element.hidden = true
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') closed()
    })
    this.element.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('.pjt-close') !== null) closed()
    })
  }

  show({ rows }: Item, model: TimelineModel): void {
    const [row] = rows
    const last = rows.at(-1) ?? row
    const lane = row.lane === undefined ? undefined : model.lanes[row.lane]
    const value = readableValue(row)
    this.element.hidden = false
    this.element.dataset['kind'] = row.kind
    this.element.replaceChildren(
      element('div', { class: 'pjt-detail-head' }, [
        element('h2', { text: rows.length > 1 ? `${row.label} ×${rows.length}` : row.label }),
        element('button', {
          class: 'pjt-button pjt-close',
          text: 'Close',
          attributes: { type: 'button' },
        }),
      ]),
      facts([
        ['Kind', row.kind],
        ['Time', `${formatMoment(row.at)} s, ${clockTime(model.start + row.at)}`],
        ['Lasts', rows.length > 1 ? formatSpan(last.at - row.at) : undefined],
        ['Route', rows.length > 1 ? undefined : routeOf(row, model)],
        ['Socket id', rows.length > 1 ? undefined : lane?.socketId],
        ['Channel', row.channel],
      ]),
      ...(row.problem === undefined
        ? []
        : [element('p', { class: 'pjt-problem', text: row.problem })]),
      ...(rows.length > 1 ? [element('p', { class: 'pjt-hint', text: 'The first of them:' })] : []),
      ...(value === undefined ? [] : [jsonText(value)]),
      ...wireText(row.content),
    )
    this.element.scrollTop = 0
  }

  hide(): void {
    this.element.hidden = true
    this.element.replaceChildren()
  }
}

function facts(entries: readonly (readonly [string, string | undefined])[]): HTMLElement {
  const list = element('dl', { class: 'pjt-facts' })
  for (const [name, text] of entries) {
    if (text === undefined || text === '') continue
    list.append(element('dt', { text: name }), element('dd', { text }))
  }
  return list
}

/** The frame as it was sent, for strings that the JSON above shows decoded. */
function wireText(content: Item['rows'][0]['content']): HTMLElement[] {
  if (!('wire' in content)) return []
  return [
    element('details', { class: 'pjt-wire' }, [
      element('summary', { text: 'As on the wire' }),
      element('pre', { class: 'pjt-json' }, [element('code', { text: content.wire })]),
    ]),
  ]
}

function clockTime(epoch: number): string {
  const date = new Date(epoch)
  const two = (number: number, digits = 2) => String(number).padStart(digits, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`
}
