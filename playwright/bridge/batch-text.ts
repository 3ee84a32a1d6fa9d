import type { EngineBatch, EngineMessage } from './bridge-message.ts'

/**
 * A batch as one string: `length:head` and after it the frames as they are. Playwright copies an object
 * value by value, and JSON in JSON doubles every backslash; a burst of 10,000 frames feels both.
 */
export function toBatchText({ messages, ...rest }: EngineBatch): string {
  const frames: string[] = []
  const items = messages.map((message): Item => {
    if (message.type !== 'frame') return message
    frames.push(message.data)
    return [message.id, message.data.length]
  })
  const head = JSON.stringify({ ...rest, messages: items })
  return `${head.length}:${head}${frames.join('')}`
}

export function readBatchText(text: string): EngineBatch {
  const colon = text.indexOf(':')
  let position = colon + 1 + Number(text.slice(0, colon))
  const head: Omit<EngineBatch, 'messages'> & { readonly messages: readonly Item[] } = JSON.parse(
    text.slice(colon + 1, position),
  )
  const messages = head.messages.map((item): EngineMessage => {
    if ('type' in item) return item
    const [id, length] = item
    const data = text.slice(position, position + length)
    position += length
    return { type: 'frame', id, data }
  })
  return { ...head, messages }
}

/** A frame is its socket and its length in UTF-16 units. */
type Item = readonly [id: number, length: number] | EngineMessage
