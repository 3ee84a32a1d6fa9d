import { foldBursts, type Item } from '../fold-bursts.ts'
import { formatSpan } from '../format-time.ts'
import { filterRows } from '../row-filter.ts'
import { timeOf } from '../row-layout.ts'
import type { Timeline } from '../timeline.ts'
import { type TimelineModel, timelineModel } from '../timeline-model.ts'
import { Chart } from './chart.ts'
import { Detail } from './detail.ts'
import { element } from './element.ts'
import { Overview } from './overview.ts'
import { Toolbar } from './toolbar.ts'

/** A timeline that is shown. */
export interface TimelineView {
  /** Shows a later state; what is chosen and where one reads stays, and an end in view is followed. */
  update(timeline: Timeline): void
  /** Leaves the host empty. */
  destroy(): void
}

export interface MountOptions {
  /** Keeps the end in view while it grows, as long as nobody reads something else. @default false */
  readonly follow?: boolean
}

/** Shows a timeline in an element, whose page has to have `TIMELINE_STYLE`. */
export function mountTimeline(
  host: HTMLElement,
  timeline: Timeline,
  { follow = false }: MountOptions = {},
): TimelineView {
  const view = new MountedTimeline(timeline, follow)
  host.replaceChildren(view.element)
  view.update(timeline)
  return view
}

class MountedTimeline implements TimelineView {
  readonly element: HTMLElement
  readonly #toolbar: Toolbar
  readonly #overview: Overview
  readonly #chart: Chart
  readonly #detail: Detail
  readonly #empty: HTMLElement
  readonly #unfolded = new Set<string>()
  readonly #ended = new AbortController()
  #model: TimelineModel
  #chosen: Item | undefined

  constructor(timeline: Timeline, follow: boolean) {
    this.#model = timelineModel(timeline)
    this.#toolbar = new Toolbar(!follow, () => this.#show())
    this.#overview = new Overview((at) => this.#chart.scrollToTime(at))
    this.#detail = new Detail(() => this.#dismiss())
    this.#chart = new Chart('Frames', follow, {
      chosen: (item, how) => this.#choose(item, how),
      toggled: (item, expanded) => this.#toggle(item, expanded),
      dismissed: () => this.#dismiss(),
      scrolled: () => this.#markView(),
    })
    this.#empty = element('p', { class: 'pjt-empty' })
    this.element = element('div', { class: 'pjt' }, [
      this.#toolbar.element,
      this.#overview.element,
      element('div', { class: 'pjt-body' }, [
        element('div', { class: 'pjt-main' }, [this.#chart.element, this.#empty]),
        this.#detail.element,
      ]),
    ])
    this.element.addEventListener('keydown', (event) => this.#focusSearch(event))
    const { signal } = this.#ended
    addEventListener('beforeprint', () => this.#chart.drawAll(), { signal })
    addEventListener('afterprint', () => this.#show(), { signal })
  }

  update(timeline: Timeline): void {
    this.#model = timelineModel(timeline)
    this.#toolbar.show(this.#model)
    this.#overview.show(this.#model)
    this.#show()
  }

  destroy(): void {
    this.#ended.abort()
    this.element.remove()
  }

  #show(): void {
    const { rows, length } = this.#model
    const shown = filterRows(rows, this.#toolbar.filter)
    this.#chart.show(this.#model, foldBursts(shown, this.#unfolded), this.#chosen?.key)
    this.#empty.hidden = shown.length > 0
    this.#chart.element.hidden = shown.length === 0
    this.#empty.textContent =
      rows.length === 0 ? 'Nothing has been said yet.' : 'No row matches the filter.'
    const count =
      shown.length === rows.length ? `${rows.length}` : `${shown.length} of ${rows.length}`
    this.#toolbar.tell(`${count} rows, ${formatSpan(length)}`)
    this.#markView()
  }

  #choose(item: Item, how: 'passed' | 'opened'): void {
    this.#chosen = item
    if (how === 'opened' || !this.#detail.element.hidden) this.#detail.show(item, this.#model)
  }

  #toggle(item: Item, expanded: boolean): void {
    if (item.expanded === undefined) return
    if (expanded) this.#unfolded.add(item.key)
    else this.#unfolded.delete(item.key)
    this.#chosen = item
    this.#show()
  }

  #dismiss(): void {
    if (this.#detail.element.hidden) return
    this.#detail.hide()
    this.#chart.deselect()
    this.#chart.focus()
  }

  #markView(): void {
    const [first, last] = this.#chart.view()
    this.#overview.mark(timeOf(first), timeOf(last))
  }

  #focusSearch(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLElement && event.target.matches('input, select')
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return
    event.preventDefault()
    this.#toolbar.search.focus()
  }
}
