import type { SocketClasses } from '../realm/realm.ts'

/** What a message event tells of its socket. */
export interface MessageSource {
  readonly origin: string
}

export type MakeMessageEvent = (data: string, socket: MessageSource) => Event

/**
 * Makes message events. A real MessageEvent costs as much to make as a frame costs pusher-js; so where
 * nobody can see it, an Event of the realm stands in, whose prototype is a layer over that of MessageEvent.
 */
export function messageEventMaker(classes: SocketClasses, isPage: boolean): MakeMessageEvent {
  const { MessageEvent } = classes
  const { prototype } = MessageEvent
  const real: MakeMessageEvent = (data, { origin }) => new MessageEvent('message', { data, origin })
  const getData = getterOf(prototype, 'data')
  if (getData === undefined || (isPage && !isNative(getData))) return real
  const StandIn = standInOf(classes)
  // Whoever replaces the getter wants to be asked for the data.
  return (data, socket) =>
    getterOf(prototype, 'data') === getData ? new StandIn(data, socket) : real(data, socket)
}

type StandInClass = new (data: string, socket: MessageSource) => Event

/** By the realm's MessageEvent: one for all fakes after each other, as the engine compiles code for the class. */
const standIns = new WeakMap<object, { readonly Event: unknown; readonly StandIn: StandInClass }>()

function standInOf(classes: SocketClasses): StandInClass {
  const { Event, MessageEvent } = classes
  const known = standIns.get(MessageEvent)
  if (known?.Event === Event) return known.StandIn
  const StandIn = createStandIn(classes)
  standIns.set(MessageEvent, { Event, StandIn })
  return StandIn
}

function createStandIn({ Event, MessageEvent }: SocketClasses): StandInClass {
  class StandIn extends Event {
    readonly #data: string
    readonly #socket: MessageSource

    constructor(data: string, socket: MessageSource) {
      super('message')
      this.#data = data
      this.#socket = socket
    }

    get data(): string {
      return this.#data
    }

    get origin(): string {
      return this.#socket.origin
    }
  }
  const { prototype } = MessageEvent
  for (const name of ['data', 'origin']) {
    Object.defineProperty(StandIn.prototype, name, { enumerable: true })
  }
  const sample = new MessageEvent('message')
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (getterOf(prototype, name) === undefined || name in StandIn.prototype) continue
    const value: unknown = Reflect.get(sample, name)
    Object.defineProperty(StandIn.prototype, name, {
      get: () => value,
      configurable: true,
      enumerable: true,
    })
  }
  Reflect.deleteProperty(StandIn.prototype, 'constructor')
  Object.setPrototypeOf(StandIn.prototype, prototype)
  return StandIn
}

function getterOf(prototype: object, name: string): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get
}

/** As the getters of a page are, and those of Node are not. */
function isNative(getter: () => unknown): boolean {
  return Function.prototype.toString.call(getter).includes('[native code]')
}
