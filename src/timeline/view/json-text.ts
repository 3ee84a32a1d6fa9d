import { element } from './element.ts'

/** Each match begins where the last one ended, so that no character is looked at again and again. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)|[^"\dtfn-]+|./gsy

/** Beyond this a value is told without colours, which would make too many elements. */
const MAX_COLOURED = 20_000

/** JSON to read and to copy. */
export function jsonText(value: unknown): HTMLElement {
  const json = JSON.stringify(value, null, 2) ?? 'undefined'
  return element('pre', { class: 'pjt-json' }, [
    element('code', {}, json.length > MAX_COLOURED ? [new Text(json)] : coloured(json)),
  ])
}

function coloured(json: string): Node[] {
  const parts: Node[] = []
  let end = 0
  for (const match of json.matchAll(TOKEN)) {
    const [text, string, colon, number, word] = match
    const kind = string ? (colon ? 'name' : 'string') : number ? 'number' : word ? 'word' : ''
    if (kind === '') continue
    parts.push(new Text(json.slice(end, match.index)))
    parts.push(element('span', { class: `pjt-json-${kind}`, text }))
    end = match.index + text.length
  }
  return [...parts, new Text(json.slice(end))]
}
