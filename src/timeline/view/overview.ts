import { formatSpan } from '../format-time.ts'
import { ticks } from '../ticks.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'

const BINS = 240

/** The whole time on a linear axis: where frames are dense, where something failed, what is in view. */
export class Overview {
  readonly element: HTMLElement
  readonly #plot: HTMLElement
  readonly #window: HTMLElement
  readonly #axis: HTMLElement
  #length = 0

  /** @param seek goes to a moment; by keyboard the lines themselves are walked */
  constructor(seek: (at: number) => void) {
    this.#window = element('i', { class: 'pjt-window' })
    this.#plot = element('div', { class: 'pjt-plot' })
    this.#axis = element('div', { class: 'pjt-axis' })
    this.element = element('div', { class: 'pjt-overview', attributes: { 'aria-hidden': true } }, [
      this.#plot,
      this.#axis,
    ])
    const follow = ({ clientX, buttons, pointerId, type }: PointerEvent) => {
      if (buttons !== 1) return
      if (type === 'pointerdown') this.#plot.setPointerCapture(pointerId)
      const { left, width } = this.#plot.getBoundingClientRect()
      seek(((clientX - left) / width) * this.#length)
    }
    this.#plot.addEventListener('pointerdown', follow)
    this.#plot.addEventListener('pointermove', follow)
  }

  show({ rows, length, faults }: TimelineModel): void {
    this.#length = length
    this.element.hidden = length === 0
    const bins = Array.from({ length: BINS }, () => ({ count: 0, bad: false }))
    for (const { at, kind, problem } of rows) {
      const bin = bins[Math.min(BINS - 1, Math.floor((at / (length || 1)) * BINS))]
      if (bin === undefined || kind === 'step') continue
      bin.count += 1
      bin.bad ||= kind === 'error' || kind === 'fault' || problem !== undefined
    }
    const most = Math.max(1, ...bins.map(({ count }) => count))
    this.#plot.replaceChildren(
      ...faults.map(({ from, to }) =>
        element('i', {
          class: 'pjt-span',
          style: { left: this.#percent(from), width: this.#percent(to - from) },
        }),
      ),
      ...bins.flatMap(({ count, bad }, index) => {
        if (count === 0) return []
        const height = 12 + 88 * Math.sqrt(count / most)
        const style = { left: `${(100 * index) / BINS}%`, height: `${height}%` }
        return [element('i', { class: bad ? 'pjt-bin pjt-bad' : 'pjt-bin', style })]
      }),
      this.#window,
    )
    this.#axis.replaceChildren(
      ...ticks(length).map((at) =>
        element('span', { text: formatSpan(at), style: { left: this.#percent(at) } }),
      ),
    )
  }

  /** Marks what is in view. */
  mark(from: number, to: number): void {
    this.#window.style.left = this.#percent(from)
    this.#window.style.width = this.#percent(Math.max(0, to - from))
  }

  #percent(ms: number): string {
    return `${(100 * ms) / (this.#length || 1)}%`
  }
}
