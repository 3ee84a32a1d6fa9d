import type { EngineBatch, EngineMessage } from './bridge-message.ts'

/**
 * A batch as one string: `length:head` and after it the frames as they are. Playwright copies an object
 * value by value, and JSON in JSON doubles every backslash; a burst of 10,000 frames feels both.
 */
export function toBatchText({ sequence, messages }: EngineBatch): string {
  const head: Head = [sequence, []]
  const frames: string[] = []
  for (const message of messages) {
    if (message.type !== 'frame') head[1].push(message)
    else {
      head[1].push([message.id, message.data.length])
      frames.push(message.data)
    }
  }
  const headText = JSON.stringify(head)
  return `${headText.length}:${headText}${frames.join('')}`
}

export function readBatchText(text: string): EngineBatch {
  const colon = text.indexOf(':')
  let position = colon + 1 + Number(text.slice(0, colon))
  const [sequence, items]: Head = JSON.parse(text.slice(colon + 1, position))
  const messages = items.map((item): EngineMessage => {
    if ('type' in item) return item
    const [id, length] = item
    const data = text.slice(position, position + length)
    position += length
    return { type: 'frame', id, data }
  })
  return { sequence, messages }
}

/** A frame is its socket and its length in UTF-16 units. */
type Head = [sequence: number, items: (readonly [id: number, length: number] | OtherMessage)[]]

type OtherMessage = Exclude<EngineMessage, { type: 'frame' }>
