import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'

/** The names of the columns; stays in view. */
export function header({ lanes, backend }: TimelineModel): HTMLElement {
  const names = [
    ...(backend ? [{ label: 'backend' }] : []),
    { label: 'Pusher', role: 'service' },
    ...lanes,
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
          attributes: { title: 'socketId' in name ? `${name.label} ${name.socketId}` : name.label },
        }),
      ),
    ),
  ])
}
