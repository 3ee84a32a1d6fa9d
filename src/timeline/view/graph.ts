import type { Item } from '../fold-bursts.ts'
import type { Row, Stop } from '../row.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'

/** Columns of the picture: the backend where it says anything, the service, the connections. */
export class Graph {
  readonly columns: number
  /** Width of a column, pixels; many connections share the room. */
  readonly column: number
  readonly #first: number

  /** @param narrow leaves more room to the words */
  constructor({ lanes, backend }: TimelineModel, narrow: boolean) {
    this.#first = backend ? 2 : 1
    this.columns = this.#first + lanes.length
    this.column = narrow ? 34 : this.columns <= 5 ? 84 : this.columns <= 9 ? 60 : 40
  }

  /** Pixels from the picture's left edge to a column's line. */
  x(stop: Stop): number {
    const index =
      typeof stop === 'number' ? this.#first + stop : stop === 'service' ? this.#first - 1 : 0
    return (index + 0.5) * this.column
  }

  /** What an item draws between the columns, with the words for who does not see it. */
  draw({ rows }: Item, words: string): HTMLElement {
    const [row] = rows
    const graph = element('span', { class: 'pjt-graph' }, [
      element('span', { class: 'pjt-words', text: words }),
    ])
    if (row.arrow === undefined) graph.append(...this.#mark(row))
    else graph.append(...this.#arrows(rows, row.arrow))
    return graph
  }

  #mark({ kind, lane }: Row): HTMLElement[] {
    if (kind === 'step') return []
    const x = this.x(lane ?? 'service')
    const name = kind === 'fault' ? 'pjt-bolt' : 'pjt-cross'
    return [element('i', { class: name, style: { left: `${x}px` } })]
  }

  /** One line to the farthest connection, with a head or a foot at each. */
  #arrows(rows: Item['rows'], { from, to }: NonNullable<Row['arrow']>): HTMLElement[] {
    const outwards = to !== 'service'
    const near = this.x('service')
    const ends = [
      ...new Set(
        rows.flatMap(({ arrow }) => arrow ?? []).map((arrow) => (outwards ? arrow.to : arrow.from)),
      ),
    ].map((stop) => this.x(stop))
    const all = [near, ...ends]
    const left = Math.min(...all)
    const right = Math.max(...all)
    const line = element('i', {
      class: 'pjt-line',
      style: { left: `${left}px`, width: `${right - left}px` },
    })
    const heads = outwards ? ends : [near]
    const feet = outwards ? [near] : ends
    const pointsRight = this.x(to) > this.x(from)
    return [
      line,
      ...feet.map((x) => element('i', { class: 'pjt-foot', style: { left: `${x}px` } })),
      ...heads.map((x) =>
        element('i', {
          class: `pjt-head ${pointsRight ? 'pjt-right' : 'pjt-left'}`,
          style: { left: `${x}px` },
        }),
      ),
    ]
  }
}
