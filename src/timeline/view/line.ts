import { routesOf } from '../describe-row.ts'
import type { Item } from '../fold-bursts.ts'
import { formatMoment, formatSpan } from '../format-time.ts'
import { timeOf } from '../row-layout.ts'
import { previewOf } from '../row-value.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'
import type { Graph } from './graph.ts'

/** The element of one item, without its place. */
export function line(item: Item, model: TimelineModel, graph: Graph): HTMLElement {
  const { rows, level, expanded } = item
  const [row] = rows
  const created = element(
    'div',
    {
      class: 'pjt-row',
      attributes: {
        role: 'treeitem',
        'aria-level': level,
        'aria-expanded': expanded,
        'data-kind': row.kind,
        'data-no-channel': row.channel === undefined ? '' : undefined,
        'data-refused': row.problem === undefined ? undefined : '',
      },
    },
    [
      element('span', { class: 'pjt-time', text: formatMoment(timeOf(item)) }),
      element('span', { class: 'pjt-event' }, [
        expanded === undefined ? undefined : element('i', { class: 'pjt-fold' }),
        ...eventName(row.label),
        // A space in the name that a screen reader hears.
        new Text(' '),
        ...(rows.length > 1
          ? [element('span', { class: 'pjt-times', text: `×${rows.length}` }), new Text(' ')]
          : []),
        element('span', { class: 'pjt-preview' }, [
          element('i', { text: rows.length > 1 ? spanOf(item) : previewOf(row) }),
        ]),
      ]),
      element('span', { class: 'pjt-channel', text: row.channel ?? '' }),
      graph.draw(item, routesOf(rows, model)),
    ],
  )
  return created
}

/** Pusher's own prefixes step back behind the name. */
function eventName(event: string): HTMLElement[] {
  const [, prefix = '', name = event] = /^(pusher(?:_internal)?:)(.+)$/.exec(event) ?? []
  const shown = element('b', { text: name })
  return prefix === '' ? [shown] : [element('span', { class: 'pjt-prefix', text: prefix }), shown]
}

function spanOf({ rows }: Item): string {
  const span = (rows.at(-1)?.at ?? 0) - rows[0].at
  return span === 0 ? 'at once' : `in ${formatSpan(span)}`
}
