import type { Stop } from '../row.ts'
import type { RowLayout } from '../row-layout.ts'
import type { Period, TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'
import type { Graph } from './graph.ts'

/** What stands behind the lines: how long each connection lives, and each fault lasts. */
export function periods(model: TimelineModel, graph: Graph, layout: RowLayout): HTMLElement {
  const lifeline = (stop: Stop, period: Period) =>
    element('i', { class: 'pjt-life', style: { left: `${graph.x(stop)}px`, ...extent(period) } })
  const extent = ({ from, to }: Period) => {
    const top = from <= 0 ? 0 : layout.middle(layout.indexFrom(from))
    const bottom = to >= model.length ? layout.height : layout.middle(layout.indexBy(to))
    return { top: `${top}px`, height: `${Math.max(0, bottom - top)}px` }
  }
  const always = { from: 0, to: model.length }
  return element('div', { class: 'pjt-periods', attributes: { 'aria-hidden': true } }, [
    ...model.faults.map((fault) =>
      element('i', { class: 'pjt-fault', style: faultExtent(fault, layout, model) }),
    ),
    element('span', { class: 'pjt-graph' }, [
      ...(model.backend ? [lifeline('backend', always)] : []),
      lifeline('service', always),
      ...graph.connections.shown.flatMap((lane) => {
        const life = model.lives[lane]
        return life === undefined ? [] : [lifeline(lane, life)]
      }),
      // Of those that share a column it would say nothing when each has lived.
      ...graph.connections.folded.slice(0, 1).map((lane) => lifeline(lane, always)),
    ]),
  ])
}

function faultExtent(
  { from, to }: Period,
  layout: RowLayout,
  { length }: TimelineModel,
): Record<string, string> {
  const first = layout.indexFrom(from)
  // A filter may have left no line of its time.
  if (first > layout.indexBy(to)) return { display: 'none' }
  const top = layout.top(first)
  const bottom = to >= length ? layout.height : layout.top(layout.indexBy(to)) + layout.rowHeight
  return { top: `${top}px`, height: `${bottom - top}px` }
}
