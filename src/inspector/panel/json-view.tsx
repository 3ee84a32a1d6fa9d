import type { ReactNode } from 'react'

/** Each match begins where the last one ended, so that no character is looked at again and again. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)|[^"\dtfn-]+|./gsy

/** JSON to read and to copy. */
export function JsonView({ value }: { readonly value: unknown }): ReactNode {
  return (
    <pre className="pjf-json">
      <code>{coloured(JSON.stringify(value, null, 2) ?? 'undefined')}</code>
    </pre>
  )
}

function coloured(json: string): ReactNode[] {
  const parts: ReactNode[] = []
  let end = 0
  for (const match of json.matchAll(TOKEN)) {
    const [token, string, colon, number, word] = match
    const kind = string ? (colon ? 'name-of' : 'string') : number ? 'number' : word ? 'word' : ''
    if (kind === '') continue
    parts.push(json.slice(end, match.index))
    parts.push(
      <span key={match.index} className={`pjf-${kind}`}>
        {token}
      </span>,
    )
    end = match.index + token.length
  }
  parts.push(json.slice(end))
  return parts
}
