import type { PusherApp } from '../app/pusher-app.ts'
import { scheduleMacrotask } from '../browser/realm/macrotask.ts'
import { untagged } from '../errors/pusher-fake-error.ts'
import { decodeData, isRecord } from '../protocol/json.ts'
import type { FaultName } from '../server/faults/fault.ts'
import { FAULT_DISPLAY } from '../server/faults/fault-display.ts'
import { FAULT_NAMES, FAULTS } from '../server/faults/fault-table.ts'
import type { FrameRecord } from '../server/log/frame-log.ts'
import type { JournalEntry } from '../server/log/journal-entry.ts'
import type { ChannelSnapshot } from '../server/snapshot.ts'
import {
  type FaultButton,
  type PanelChannel,
  type PanelFrame,
  type PanelMessage,
  type PanelState,
  type PreviewMessage,
  parsePanelMessage,
} from './messages.ts'

/** A service that is looked at: a story's, or an app of a server. */
export interface Inspected {
  /** Tells it from others on the same way. */
  readonly storyId: string
  readonly fake: PusherApp
  /** Whether a connection is one to show. */
  isClient(socketId: string): boolean
}

/** More than the panel shows would only make the channel slow. */
const FRAMES_AT_ONCE = 500

const BUTTONS: readonly FaultButton[] = FAULT_NAMES.flatMap((name) => {
  const { button, summary } = FAULT_DISPLAY[name]
  return button === undefined
    ? []
    : [{ name, label: button.label, title: summary, lasts: FAULTS[name].lasts }]
})

/** The service's end of the conversation with an inspector. */
export class InspectorBridge {
  readonly #session: Inspected
  readonly #send: (message: PreviewMessage) => void
  readonly #stop: () => void
  #fresh: PanelFrame[] = []
  #freshJournal: JournalEntry[] = []
  #scheduled = false
  #closed = false

  constructor(session: Inspected, send: (message: PreviewMessage) => void) {
    this.#session = session
    this.#send = send
    const { fake } = session
    const changed = () => this.#schedule()
    const undo = [
      fake.on('frame', (frame) => {
        if (!session.isClient(frame.socketId)) return
        this.#fresh.push(toPanelFrame(frame))
        this.#schedule()
      }),
      fake.on('journal', (entry) => {
        this.#freshJournal.push(entry)
        this.#schedule()
      }),
      fake.on('connection', changed),
      fake.on('disconnection', changed),
      fake.on('subscription', changed),
      fake.on('unsubscription', changed),
      fake.on('signin', changed),
      fake.on('reset', changed),
    ]
    this.#stop = () => {
      for (const step of undo) step()
    }
    this.#enter()
  }

  receive(value: unknown): void {
    const message = parsePanelMessage(value)
    if (message === undefined) return
    if (message.type === 'hello') this.#enter()
    else if (message.storyId === this.#session.storyId) this.#obey(message)
  }

  /** Tells the state anew, for what no event tells of. */
  refresh(): void {
    this.#schedule()
  }

  /** Says nothing any more. */
  stop(): void {
    this.#closed = true
    this.#stop()
  }

  close(): void {
    this.stop()
    this.#send({ type: 'left', storyId: this.#session.storyId })
  }

  #obey(message: Exclude<PanelMessage, { type: 'hello' }>): void {
    if (message.type === 'trigger') this.#trigger(message)
    else
      this.#setFault(
        FAULT_NAMES.find((name) => name === message.name),
        message.on,
      )
    this.#schedule()
  }

  #setFault(name: FaultName | undefined, on: boolean): void {
    if (name === undefined) return
    const { faults } = this.#session.fake
    const { button } = FAULT_DISPLAY[name]
    faults.restore(name)
    if (!on || button === undefined) return
    // A fault of one connection is caused to each of those that are shown.
    if (!('socketId' in FAULTS[name].options)) faults.cause(name, button.options)
    else for (const { socketId } of this.#clients()) faults.cause(name, { socketId })
  }

  #trigger({ channel, event, data, storyId }: Extract<PanelMessage, { type: 'trigger' }>): void {
    let problem: string | undefined
    try {
      this.#session.fake.trigger(channel, event, decodeData(data))
    } catch (error) {
      problem = error instanceof Error ? untagged(error.message) : 'Failed'
    }
    this.#send({ type: 'triggered', storyId, ...(problem !== undefined && { problem }) })
  }

  #enter(): void {
    this.#fresh = []
    this.#freshJournal = []
    const { fake, storyId } = this.#session
    const frames = fake.frames().filter(({ socketId }) => this.#session.isClient(socketId))
    this.#send({
      type: 'entered',
      storyId,
      state: this.#state(),
      frames: frames.slice(-FRAMES_AT_ONCE).map(toPanelFrame),
      journal: fake.journal().slice(-FRAMES_AT_ONCE),
    })
  }

  /** A burst of frames is one message. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    scheduleMacrotask(() => {
      this.#scheduled = false
      if (this.#closed) return
      const frames = this.#fresh.splice(0).slice(-FRAMES_AT_ONCE)
      const journal = this.#freshJournal.splice(0).slice(-FRAMES_AT_ONCE)
      const { storyId } = this.#session
      this.#send({ type: 'changed', storyId, state: this.#state(), frames, journal })
    })
  }

  #clients(): readonly { readonly socketId: string; readonly userId?: string }[] {
    const { fake } = this.#session
    return fake.connections().filter(({ socketId }) => this.#session.isClient(socketId))
  }

  #state(): PanelState {
    const { fake } = this.#session
    return {
      key: fake.key,
      connections: this.#clients().map(({ socketId, userId }) => ({
        socketId,
        ...(userId !== undefined && { userId }),
      })),
      channels: fake.channels().map(toPanelChannel),
      faults: fake.faults.active(),
      buttons: BUTTONS,
    }
  }
}

function toPanelFrame(frame: FrameRecord): PanelFrame {
  const { id, time, direction, socketId, event, channel, raw, problem } = frame
  return {
    id,
    time,
    direction,
    socketId,
    event,
    raw,
    ...(channel !== undefined && { channel }),
    ...(problem !== undefined && { problem }),
  }
}

function toPanelChannel({ name, subscriptionCount, members }: ChannelSnapshot): PanelChannel {
  return {
    name,
    subscriptionCount,
    ...(members && {
      members: members.map(({ id, info }) => {
        const called = isRecord(info) && typeof info['name'] === 'string' ? info['name'] : undefined
        return { id, ...(called !== undefined && { name: called }) }
      }),
    }),
  }
}
