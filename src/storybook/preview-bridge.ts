import { addons } from 'storybook/preview-api'
import { InspectorBridge } from '../inspector/inspector-bridge.ts'
import { TO_PANEL, TO_PREVIEW } from './channel-events.ts'
import { decodeMessage, encodeMessage } from './channel-text.ts'
import type { StorySession } from './story-session.ts'

/**
 * Shows a story's service in the panel and does what its buttons ask.
 *
 * @returns ends it
 */
export function showInPanel(session: StorySession): () => void {
  if (!addons.hasChannel()) return () => {}
  const bridge = new InspectorBridge(session, (message) =>
    addons.getChannel().emit(TO_PANEL, encodeMessage(message)),
  )
  const listen = (value: unknown) => bridge.receive(decodeMessage(value))
  const channel = addons.getChannel()
  channel.on(TO_PREVIEW, listen)
  return () => {
    channel.off(TO_PREVIEW, listen)
    bridge.close()
  }
}
