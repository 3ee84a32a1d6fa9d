import type { PanelMessage, PreviewMessage } from '../inspector/messages.ts'
import { parseJson } from '../protocol/json.ts'

/**
 * A message as text without line separators: Storybook's channel recognizes its own messages by an expression
 * that ends at those, and drops the others. Source: telejson is-json.ts.
 */
export function encodeMessage(message: PanelMessage | PreviewMessage): string {
  return JSON.stringify(message).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** What {@link encodeMessage} was given; undefined for anything else. */
export function decodeMessage(text: unknown): unknown {
  const parsed = typeof text === 'string' ? parseJson(text) : undefined
  return parsed?.ok ? parsed.value : undefined
}
