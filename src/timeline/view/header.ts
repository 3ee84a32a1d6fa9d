import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'
import type { Graph } from './graph.ts'

/** The names of the columns; stays in view. */
export function header({ lanes, lives, backend }: TimelineModel, graph: Graph): HTMLElement {
  const { shown, folded } = graph.connections
  const closed = folded.every((lane) => lives[lane]?.closed)
  const nameOf = (lane: number) => {
    const { label, socketId } = lanes[lane] ?? { label: '', socketId: '' }
    return { label, title: `${label} ${socketId}` }
  }
  const names = [
    ...(backend ? [{ label: 'backend' }] : []),
    { label: 'Pusher', role: 'service' },
    ...shown.map(nameOf),
    ...(folded.length > 0
      ? [
          {
            label: closed ? `${folded.length} closed` : `+${folded.length}`,
            title: folded.map((lane) => nameOf(lane).title).join('\n'),
          },
        ]
      : []),
  ]
  // The rows say all of it in words.
  return element('div', { class: 'pjt-lanes', attributes: { 'aria-hidden': true } }, [
    element('span', { class: 'pjt-time', text: 'Time, s' }),
    element('span', { class: 'pjt-event', text: 'Event' }),
    element('span', { class: 'pjt-channel', text: 'Channel' }),
    element(
      'span',
      { class: 'pjt-graph' },
      names.map((name) =>
        element('span', {
          class: 'role' in name ? 'pjt-lane pjt-service' : 'pjt-lane',
          text: name.label,
          attributes: { title: 'title' in name ? name.title : name.label },
        }),
      ),
    ),
  ])
}
