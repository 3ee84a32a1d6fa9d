import { ROW_KINDS, type RowKind } from '../row.ts'
import { NO_FILTER, type RowFilter } from '../row-filter.ts'
import type { TimelineModel } from '../timeline-model.ts'
import { element } from './element.ts'

const DIRECTIONS = [
  ['', 'All directions'],
  ['in', 'To the service'],
  ['out', 'From the service'],
] as const

/** A longer menu is of no use; the text field finds the rest. */
const MAX_OPTIONS = 300

/** The fields and buttons that choose what is shown. */
export class Toolbar {
  readonly element: HTMLElement
  readonly search: HTMLInputElement
  readonly #changed: (filter: RowFilter) => void
  readonly #channel: HTMLSelectElement
  readonly #event: HTMLSelectElement
  readonly #lane: HTMLSelectElement
  readonly #kinds: HTMLElement
  readonly #status: HTMLElement
  readonly #reset: HTMLButtonElement
  #filter: RowFilter = NO_FILTER

  /** @param still whether only the reader changes what is shown, so that the count is worth a word */
  constructor(still: boolean, changed: (filter: RowFilter) => void) {
    this.#changed = changed
    this.search = element('input', {
      class: 'pjt-field pjt-search',
      attributes: {
        type: 'search',
        placeholder: 'Filter',
        'aria-label': 'Filter by text',
        spellcheck: 'false',
      },
    })
    this.search.addEventListener('input', () => this.#change({ text: this.search.value }))
    this.#channel = select('Filter by channel', (channel) => this.#change({ channel }))
    this.#event = select('Filter by event', (event) => this.#change({ event }))
    this.#lane = select('Filter by connection', (lane) =>
      this.#change({ lane: lane === '' ? undefined : Number(lane) }),
    )
    const direction = select('Filter by direction', (value) =>
      this.#change({ direction: value === 'in' || value === 'out' ? value : undefined }),
    )
    fill(direction, DIRECTIONS)
    // Where there is little room the menus are behind this button.
    const more = element('button', {
      class: 'pjt-button pjt-filters',
      text: 'More filters',
      attributes: { type: 'button', 'aria-expanded': 'false' },
    })
    more.addEventListener('click', () => {
      more.setAttribute('aria-expanded', String(more.getAttribute('aria-expanded') === 'false'))
    })
    this.#kinds = element('div', {
      class: 'pjt-kinds',
      attributes: { role: 'group', 'aria-label': 'Kinds of rows' },
    })
    this.#reset = element('button', {
      class: 'pjt-button',
      text: 'Clear filter',
      attributes: { type: 'button' },
    })
    this.#reset.addEventListener('click', () => {
      for (const field of [this.#channel, this.#event, this.#lane, direction]) field.value = ''
      this.search.value = ''
      this.search.focus()
      this.#change(NO_FILTER)
    })
    this.#status = element('p', {
      class: 'pjt-status',
      attributes: { role: still ? 'status' : undefined },
    })
    this.element = element('div', { class: 'pjt-bar' }, [
      element('div', { class: 'pjt-fields' }, [
        this.search,
        more,
        element('div', { class: 'pjt-more' }, [this.#event, this.#channel, this.#lane, direction]),
      ]),
      element('div', { class: 'pjt-tail' }, [this.#status, this.#reset]),
      this.#kinds,
    ])
  }

  get filter(): RowFilter {
    return this.#filter
  }

  /** Offers what the rows have. */
  show({ rows, lanes }: TimelineModel): void {
    const names = (pick: (row: (typeof rows)[number]) => string | undefined) =>
      [...new Set(rows.flatMap((row) => pick(row) ?? []))]
        .slice(0, MAX_OPTIONS)
        .sort()
        .map((name) => [name, name] as const)
    fill(this.#channel, [['', 'All channels'], ...names(({ channel }) => channel)])
    fill(this.#event, [
      ['', 'All events'],
      ...names(({ label, kind }) => (kind === 'step' ? undefined : label)),
    ])
    fill(this.#lane, [
      ['', 'All connections'],
      ...lanes.map(({ label }, index) => [String(index), label] as const),
    ])
    const counts = new Map<RowKind, number>()
    for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    this.#showKinds(counts)
  }

  tell(status: string): void {
    // A live region that is written anew is read anew.
    if (this.#status.textContent !== status) this.#status.textContent = status
  }

  /** Buttons stay the same elements, so that the focus stays on them. */
  #showKinds(counts: ReadonlyMap<RowKind, number>): void {
    const first = this.#kinds.firstChild
    let previous: HTMLElement | undefined
    for (const kind of ROW_KINDS) {
      const count = counts.get(kind) ?? 0
      let button = this.#kinds.querySelector<HTMLButtonElement>(`[data-kind="${kind}"]`)
      if (count === 0) button?.remove()
      else {
        button ??= this.#kinds.insertBefore(this.#kindButton(kind), previous?.nextSibling ?? first)
        previous = button
        const shown = button.querySelector('small')
        if (shown !== null) shown.textContent = String(count)
      }
    }
    this.#update()
  }

  #kindButton(kind: RowKind): HTMLButtonElement {
    const button = element(
      'button',
      { class: 'pjt-kind', attributes: { type: 'button', 'data-kind': kind } },
      [element('span', { text: kind }), new Text(' '), element('small')],
    )
    button.addEventListener('click', () => {
      const hidden = new Set(this.#filter.hidden)
      if (!hidden.delete(kind)) hidden.add(kind)
      this.#change({ hidden })
    })
    return button
  }

  #change(change: Partial<RowFilter>): void {
    this.#filter = { ...this.#filter, ...change }
    this.#update()
    this.#changed(this.#filter)
  }

  #update(): void {
    const { hidden, text, ...fields } = this.#filter
    for (const button of this.#kinds.querySelectorAll<HTMLElement>('button')) {
      const shown = ![...hidden].some((kind) => kind === button.dataset['kind'])
      button.setAttribute('aria-pressed', String(shown))
    }
    const usual = hidden.size === NO_FILTER.hidden.size && hidden.has('ping')
    const free =
      text === '' && Object.values(fields).every((value) => value === '' || value === undefined)
    this.#reset.hidden = usual && free
  }
}

function select(label: string, changed: (value: string) => void): HTMLSelectElement {
  const created = element('select', { class: 'pjt-field', attributes: { 'aria-label': label } })
  created.addEventListener('change', () => changed(created.value))
  return created
}

/** Changes the options only when they differ, so that a menu that is open stays. */
function fill(field: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  const same =
    field.options.length === options.length &&
    options.every(([value, label], index) => {
      const option = field.options[index]
      return option?.value === value && option.text === label
    })
  if (same) return
  const { value: chosen } = field
  field.replaceChildren(
    ...options.map(([value, text]) => element('option', { text, attributes: { value } })),
  )
  field.value = options.some(([value]) => value === chosen) ? chosen : ''
}
