import type { ReactNode } from 'react'

const TOKEN = /("(?:[^"\\]|\\.)*"\s*:)|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null)/g

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
    const [token, key, string, number] = match
    const kind = key ? 'name-of' : string ? 'string' : number ? 'number' : 'word'
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
