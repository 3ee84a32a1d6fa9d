import fc from 'fast-check'
import { InspectorBridge } from '../../src/inspector/inspector-bridge.ts'
import { parsePreviewMessage } from '../../src/inspector/messages.ts'
import { Scene } from './bystander.ts'
import { text, value } from './garbage.ts'
import { withKeys } from './options.ts'
import { type Target, target } from './target.ts'

const type = fc.constantFrom('hello', 'trigger', 'setFault', '__proto__')
const input = fc.oneof(
  { weight: 1, arbitrary: value },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        type,
        fc.oneof(fc.constant('story'), value),
        fc.oneof(fc.constantFrom('goOffline', 'disconnect', 'refuseConnections'), value),
        withKeys(['channel', 'event', 'data', 'on'], fc.oneof(text, text, fc.boolean(), value)),
      )
      .map(([kind, storyId, name, rest]) => ({ ...rest, type: kind, storyId, name })),
  },
)

/** What a page tells the inspector; it may disconnect everybody, but one who is of another story. */
export const inspectorMessages: Target = target(
  'inspector messages',
  8_000,
  input,
  async (messages, count) => {
    const scene = new Scene()
    const { fake } = scene
    const sent: unknown[] = []
    const bridge = new InspectorBridge(
      { storyId: 'story', fake, isClient: () => false },
      (message) => sent.push(message),
    )
    for (const message of messages) {
      const isCut = (message as { name?: unknown } | null)?.name === 'goOffline'
      if (!isCut) bridge.receive(message)
      parsePreviewMessage(message)
      count(isCut ? 'left out' : 'received')
    }
    await new Promise((resolve) => setImmediate(resolve))
    JSON.stringify(sent)
    bridge.stop()
    scene.close()
  },
)
