import type { Item } from '../fold-bursts.ts'
import type { Row, Stop } from '../row.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { type Columns, columnsOf } from './columns.ts'
import { element } from './element.ts'

/** Where the picture is drawn. */
export interface GraphRoom {
  /** Of all the lines, words and picture, pixels. */
  readonly width: number
  /** Leaves more room to the words. */
  readonly narrow: boolean
  /** Whether one follows what happens. */
  readonly follows: boolean
}

/** What the words take at least, pixels; and what a name needs. */
const WORDS = { wide: 400, narrow: 250 }
const COLUMN = { wide: 68, narrow: 62 }
const WIDEST_COLUMN = 84

/** Columns of the picture: the backend where it says anything, the service, the connections that fit. */
export class Graph {
  readonly columns: number
  /** Width of a column, pixels. */
  readonly column: number
  readonly connections: Columns
  /** Whether words and picture need more than there is, so that one scrolls sideways. */
  readonly overflows: boolean
  readonly #first: number
  readonly #places: ReadonlyMap<number, number>

  constructor(model: TimelineModel, { width, narrow, follows }: GraphRoom) {
    this.#first = model.backend ? 2 : 1
    const form = narrow ? 'narrow' : 'wide'
    const room = Math.max(0, width - WORDS[form])
    const fitting = Math.max(2, Math.floor(room / COLUMN[form]) - this.#first)
    this.connections = columnsOf(model, fitting, follows)
    const { shown, folded } = this.connections
    this.columns = this.#first + shown.length + (folded.length > 0 ? 1 : 0)
    const spacious = Math.floor(room / 2 / this.columns)
    this.column = narrow ? COLUMN.narrow : Math.min(WIDEST_COLUMN, Math.max(COLUMN.wide, spacious))
    this.overflows = WORDS[form] + this.columns * this.column > width
    this.#places = new Map([
      ...shown.map((lane, place) => [lane, place] as const),
      ...folded.map((lane) => [lane, shown.length] as const),
    ])
  }

  /** Tells whether another draws the same columns. */
  get form(): string {
    return [this.columns, this.column, this.overflows, ...this.connections.shown].join()
  }

  /** Pixels from the picture's left edge to a column's line. */
  x(stop: Stop): number {
    const index =
      typeof stop === 'number'
        ? this.#first + (this.#places.get(stop) ?? 0)
        : stop === 'service'
          ? this.#first - 1
          : 0
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
