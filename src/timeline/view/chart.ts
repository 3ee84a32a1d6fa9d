import type { Item } from '../fold-bursts.ts'
import { formatSpan } from '../format-time.ts'
import { LOW_ROW_HEIGHT, ROW_HEIGHT, RowLayout } from '../row-layout.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'
import { Graph } from './graph.ts'
import { header } from './header.ts'
import { line } from './line.ts'
import { periods } from './periods.ts'

export interface ChartListener {
  /** The reader has moved to an item, or wants its details. */
  chosen(item: Item, how: 'passed' | 'opened'): void
  /** A burst is to be folded or unfolded. */
  toggled(item: Item, expanded: boolean): void
  dismissed(): void
  scrolled(): void
}

/** Drawn above and below what is in view, so that scrolling meets no blank. */
const OVERSCAN_PX = 240
/** Paper has no window; more would only be thrown away. */
const MAX_PRINTED = 2_000

const PAGE_ROWS = 12
/** Below this width the picture's columns stand closer; below this height of the whole the lines do. */
const NARROW_PX = 600
const LOW_PX = 400

let charts = 0

/**
 * The lines and their picture. Only the lines in view are in the document: the tree itself has the focus
 * and names the active line, so that no line has to stay for its sake.
 */
export class Chart {
  readonly element: HTMLElement
  readonly #listener: ChartListener
  readonly #tree: HTMLElement
  readonly #drawn = new Map<number, HTMLElement>()
  readonly #id: string
  #layout = new RowLayout([])
  #model: TimelineModel | undefined
  #graph: Graph | undefined
  #form = ''
  #active = 0
  #selected = false
  readonly #follows: boolean

  /** @param follows whether an end that is in view stays in view */
  constructor(label: string, follows: boolean, listener: ChartListener) {
    charts += 1
    this.#id = `pjt${charts}-`
    this.#listener = listener
    this.#follows = follows
    this.#tree = element('div', {
      class: 'pjt-rows',
      attributes: { role: 'tree', tabindex: 0, 'aria-label': label },
    })
    this.element = element('div', { class: 'pjt-chart' }, [this.#tree])
    this.element.addEventListener('scroll', () => {
      this.#drawWindow()
      listener.scrolled()
    })
    this.#tree.addEventListener('click', (event) => this.#click(event))
    this.#tree.addEventListener('keydown', (event) => this.#keydown(event))
    new ResizeObserver(() => this.#resize()).observe(this.element)
  }

  get layout(): RowLayout {
    return this.#layout
  }

  /** Items of the same key stay active and in their place. */
  show(model: TimelineModel, items: readonly Item[], activeKey: string | undefined): void {
    const atEnd = this.isAtEnd()
    this.#model = model
    this.#layout = new RowLayout(items, this.#rowHeight())
    const found = items.findIndex(({ key }) => key === activeKey)
    this.#active = found >= 0 ? found : this.#follows ? Math.max(0, items.length - 1) : 0
    if (found < 0) this.#selected = false
    this.#drawFrame(model)
    this.#drawWindow()
    if (this.#follows && atEnd && !this.#selected) this.scrollToEnd()
  }

  focus(): void {
    this.#tree.focus({ preventScroll: true })
  }

  /** Ends the display of details. */
  deselect(): void {
    this.#selected = false
    this.#markActive()
  }

  isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.element
    return scrollHeight - scrollTop - clientHeight < this.#layout.rowHeight / 2
  }

  scrollToEnd(): void {
    this.element.scrollTop = this.element.scrollHeight
  }

  /** Brings the line of a moment to the middle. */
  scrollToTime(at: number): void {
    this.element.scrollTop =
      this.#layout.middle(this.#layout.indexBy(at)) - this.element.clientHeight / 2
  }

  /** The first and the last line in view. */
  view(): readonly [Item | undefined, Item | undefined] {
    const [from, to] = this.#range(0)
    return [this.#layout.items[from], this.#layout.items[to]]
  }

  /** Draws every line, for paper; the next scroll is as before. */
  drawAll(): void {
    this.#draw(0, Math.min(this.#layout.items.length, MAX_PRINTED) - 1)
  }

  #resize(): void {
    if (this.#model === undefined) return
    if (this.#layout.rowHeight !== this.#rowHeight()) {
      this.#layout = new RowLayout(this.#layout.items, this.#rowHeight())
      this.#form = ''
    }
    const graph = this.#newGraph(this.#model)
    if (this.#form !== graph.form) this.#drawFrame(this.#model)
    this.#drawWindow()
  }

  #newGraph(model: TimelineModel): Graph {
    const { clientWidth: width } = this.element
    return new Graph(model, { width, narrow: width < NARROW_PX, follows: this.#follows })
  }

  #rowHeight(): number {
    const { clientHeight = LOW_PX } = this.element.closest('.pjt') ?? {}
    return clientHeight > 0 && clientHeight < LOW_PX ? LOW_ROW_HEIGHT : ROW_HEIGHT
  }

  #drawFrame(model: TimelineModel): void {
    const graph = this.#newGraph(model)
    this.#graph = graph
    this.#form = graph.form
    const { style, classList, clientWidth } = this.element
    classList.toggle('pjt-narrow', clientWidth < NARROW_PX)
    style.setProperty('--pjt-row', `${this.#layout.rowHeight}px`)
    classList.toggle('pjt-wide', graph.overflows)
    style.setProperty('--pjt-graph', `${graph.columns * graph.column}px`)
    style.setProperty('--pjt-column', `${graph.column}px`)
    style.setProperty('--pjt-height', `${this.#layout.height}px`)
    this.element.querySelector('.pjt-lanes')?.remove()
    this.element.prepend(header(model, graph))
    this.#drawn.clear()
    this.#tree.replaceChildren(periods(model, graph, this.#layout))
    this.#tree.removeAttribute('aria-activedescendant')
  }

  #range(overscan: number): readonly [number, number] {
    const { scrollTop, clientHeight } = this.element
    const from = this.#layout.indexAt(scrollTop - overscan)
    return [Math.max(0, from), this.#layout.indexAt(scrollTop + clientHeight + overscan)]
  }

  #drawWindow(): void {
    this.#draw(...this.#range(OVERSCAN_PX))
  }

  #draw(from: number, to: number): void {
    for (const [index, drawn] of this.#drawn) {
      if (index >= from && index <= to) continue
      drawn.remove()
      this.#drawn.delete(index)
    }
    for (let index = from; index <= to; index += 1) {
      if (!this.#drawn.has(index)) this.#drawLine(index)
    }
    this.#markActive()
  }

  #drawLine(index: number): void {
    const item = this.#layout.items[index]
    if (item === undefined || this.#model === undefined || this.#graph === undefined) return
    const drawn = line(item, this.#model, this.#graph)
    drawn.id = this.#id + index
    drawn.style.top = `${this.#layout.top(index)}px`
    drawn.setAttribute('aria-posinset', String(index + 1))
    drawn.setAttribute('aria-setsize', String(this.#layout.items.length))
    if (this.#layout.isLongPause(index)) {
      const text = `${formatSpan(this.#layout.pauseBefore(index))} later`
      drawn.append(element('span', { class: 'pjt-pause', text }))
    }
    this.#drawn.set(index, drawn)
    const after = this.#drawn.get(index + 1)
    this.#tree.insertBefore(drawn, after ?? null)
  }

  #markActive(): void {
    for (const [index, drawn] of this.#drawn) {
      const active = index === this.#active
      drawn.classList.toggle('pjt-active', active)
      drawn.setAttribute('aria-selected', String(active && this.#selected))
    }
    if (!this.#drawn.has(this.#active)) this.#tree.removeAttribute('aria-activedescendant')
    else this.#tree.setAttribute('aria-activedescendant', this.#id + this.#active)
  }

  #click({ target }: MouseEvent): void {
    const row = target instanceof Element ? target.closest('.pjt-row') : null
    for (const [index, drawn] of this.#drawn) {
      if (drawn !== row) continue
      const item = this.#layout.items[index]
      const onFold = target instanceof Element && target.closest('.pjt-fold') !== null
      this.#open(index)
      if (onFold && item !== undefined) this.#listener.toggled(item, !item.expanded)
      return
    }
  }

  #keydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = this.#action(event.key)
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  #action(key: string): (() => void) | undefined {
    const last = this.#layout.items.length - 1
    const item = this.#layout.items[this.#active]
    switch (key) {
      case 'ArrowDown':
        return () => this.#move(this.#active + 1)
      case 'ArrowUp':
        return () => this.#move(this.#active - 1)
      case 'PageDown':
        return () => this.#move(this.#active + PAGE_ROWS)
      case 'PageUp':
        return () => this.#move(this.#active - PAGE_ROWS)
      case 'Home':
        return () => this.#move(0)
      case 'End':
        return () => this.#move(last)
      case 'Enter':
      case ' ':
        return () => this.#open(this.#active)
      case 'Escape':
        return () => this.#listener.dismissed()
      case 'ArrowRight':
        return item?.expanded === false ? () => this.#listener.toggled(item, true) : undefined
      case 'ArrowLeft':
        return () => this.#foldAt(this.#active)
      default:
        return undefined
    }
  }

  /** On a row of a burst, its header is folded. */
  #foldAt(index: number): void {
    const header = this.#layout.items.findLastIndex(
      ({ expanded }, candidate) => candidate <= index && expanded !== undefined,
    )
    const item = this.#layout.items[header]
    const inside = header === index || this.#layout.items[index]?.level === 2
    if (!inside || item?.expanded !== true) return
    this.#active = header
    this.#listener.toggled(item, false)
  }

  #move(wanted: number): void {
    const index = Math.min(Math.max(0, wanted), this.#layout.items.length - 1)
    const item = this.#layout.items[index]
    if (item === undefined) return
    this.#active = index
    this.#reveal(index)
    this.#listener.chosen(item, 'passed')
  }

  #open(index: number): void {
    const item = this.#layout.items[index]
    if (item === undefined) return
    this.#active = index
    this.#selected = true
    this.#listener.chosen(item, 'opened')
    this.#reveal(index)
  }

  #reveal(index: number): void {
    const top = this.#layout.top(index)
    const { scrollTop, clientHeight } = this.element
    const head = this.#tree.offsetTop
    const bottom = top + head + this.#layout.rowHeight
    if (top < scrollTop) this.element.scrollTop = top
    else if (bottom > scrollTop + clientHeight) {
      this.element.scrollTop = Math.min(top, bottom - clientHeight)
    }
    this.#drawWindow()
  }
}
