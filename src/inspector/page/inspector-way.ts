import { type PanelMessage, type PreviewMessage, parsePreviewMessage } from '../messages.ts'

const TRY_AGAIN_MS = 1_000

/** The page's way to one app of the server. */
export interface InspectorWay {
  send(message: PanelMessage): void
  close(): void
}

export interface WayListener {
  message(message: PreviewMessage): void
  /** The server is gone, or lets nobody in; it is tried again. */
  lost(reason: string): void
}

/** Reads the server's messages, a line each, for as long as it is open. */
export function openWay(app: string, token: string, listener: WayListener): InspectorWay {
  const closed = new AbortController()
  const page = crypto.randomUUID()
  const url = `/inspector/messages?app=${encodeURIComponent(app)}&page=${page}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const listen = async () => {
    const response = await fetch(url, { headers, signal: closed.signal })
    if (!response.ok || response.body === null) throw new Error(await response.text())
    let rest = ''
    for await (const text of decoded(response.body)) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const message = parsePreviewMessage(JSON.parse(line))
        if (message !== undefined) listener.message(message)
      }
    }
    throw new Error('The server has closed.')
  }
  const keepListening = () => {
    listen().catch((error: unknown) => {
      if (closed.signal.aborted) return
      listener.lost(error instanceof Error ? error.message : String(error))
      setTimeout(keepListening, TRY_AGAIN_MS)
    })
  }
  keepListening()
  return {
    send(message) {
      const body = JSON.stringify(message)
      fetch(url, { method: 'POST', headers, body }).catch(() => {
        // A server that is gone is told of by the stream.
      })
    },
    close: () => closed.abort(),
  }
}

async function* decoded(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    yield decoder.decode(chunk.value, { stream: true })
  }
}
