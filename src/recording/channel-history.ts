import { isRecord, type JsonValue } from '../protocol/json.ts'
import type { PresenceUser } from '../server/users/user.ts'
import type { HarSocket } from './har-sockets.ts'
import type { RecordedChannel, RecordedEvent } from './recording.ts'

/** A recorded event as far as its channel knows it. */
export type Happening = RecordedEvent extends infer Event
  ? Event extends RecordedEvent
    ? Omit<Event, 'at' | 'channel'>
    : never
  : never

/** What one client's connection has heard of a channel. */
interface View {
  /** How many happenings there were when it subscribed. */
  readonly from: number
  /** How often it has heard each. */
  readonly heard: Map<string, number>
  /** Whether the next event is the cached one. */
  isNew: boolean
}

/**
 * What happened on one channel, put together from what each of its clients heard: several of them, or one
 * that came back, hear the same.
 */
export class ChannelHistory {
  readonly name: string
  readonly #caches: boolean
  /** The members who are clients of the recording. */
  readonly #clients: ReadonlySet<string>
  readonly #members = new Map<string, PresenceUser>()
  readonly #views = new Map<HarSocket, View>()
  /** By what happened, the places at which it did. */
  readonly #places = new Map<string, number[]>()
  #length = 0
  #found: RecordedChannel | undefined
  /** Whether it is known what the cache held at first. */
  #settled = false
  #last: string | undefined

  constructor(name: string, caches: boolean, clients: ReadonlySet<string>) {
    this.name = name
    this.#caches = caches
    this.#clients = clients
  }

  /** The channel as its first client found it; one whose beginning is missing was empty. */
  get found(): RecordedChannel {
    return this.#found ?? { name: this.name }
  }

  /** A client is subscribed. @returns what has happened while nobody was */
  subscribed(socket: HarSocket, state: unknown): Happening[] {
    this.#views.set(socket, { from: this.#length, heard: new Map(), isNew: this.#caches })
    const members = membersOf(state)?.filter(({ id }) => !this.#clients.has(id))
    if (this.#found !== undefined) return members === undefined ? [] : this.#changesTo(members)
    this.#found = { name: this.name, ...(members !== undefined && { members }) }
    for (const member of members ?? []) this.#members.set(member.id, member)
    return []
  }

  memberAdded(socket: HarSocket, data: unknown): Happening[] {
    const member = isRecord(data) ? memberOf(data['user_id'], data['user_info']) : undefined
    if (member === undefined || this.#clients.has(member.id)) return []
    if (!this.#isFirst(socket, `added ${member.id}`)) return []
    this.#members.set(member.id, member)
    return [{ kind: 'member_added', member }]
  }

  memberRemoved(socket: HarSocket, data: unknown): Happening[] {
    const id = isRecord(data) ? String(data['user_id']) : ''
    if (!this.#isFirst(socket, `removed ${id}`) || !this.#members.delete(id)) return []
    return [{ kind: 'member_removed', userId: id }]
  }

  /** The cache is empty. */
  cacheMissed(socket: HarSocket): void {
    this.#settled = true
    const view = this.#views.get(socket)
    if (view !== undefined) view.isNew = false
  }

  /** @param userId the sender of a client event on a presence channel */
  event(socket: HarSocket, event: string, data: string, userId: string | undefined): Happening[] {
    const what = `${userId ?? ''} ${event} ${data}`
    const view = this.#views.get(socket)
    const isCached = view?.isNew ?? false
    if (view !== undefined) view.isNew = false
    if (isCached) return this.#cached(what, event, data)
    if (!this.#isFirst(socket, what)) return []
    this.#settled = true
    this.#last = what
    if (!event.startsWith('client-')) return [{ kind: 'event', event, data }]
    if (userId === undefined) return [{ kind: 'client_event', event, data }]
    return this.#clients.has(userId) ? [] : [{ kind: 'client_event', event, data, userId }]
  }

  /** A client of the recording has sent an event, which the others hear; where there are members, by name. */
  sent(socket: HarSocket, event: string, data: string): void {
    this.#isFirst(socket, ` ${event} ${data}`)
  }

  #cached(what: string, event: string, data: string): Happening[] {
    if (what === this.#last) return []
    this.#last = what
    if (!this.#settled) {
      this.#settled = true
      this.#found = { ...this.found, cachedEvent: { event, data } }
      return []
    }
    this.#add(what)
    return [{ kind: 'event', event, data }]
  }

  /** A connection hears the n-th of the same things as a copy, if there were n since it subscribed. */
  #isFirst(socket: HarSocket, what: string): boolean {
    const view = this.#views.get(socket) ?? { from: 0, heard: new Map(), isNew: false }
    this.#views.set(socket, view)
    const heard = (view.heard.get(what) ?? 0) + 1
    view.heard.set(what, heard)
    const places = this.#places.get(what) ?? []
    const first = places.findIndex((place) => place >= view.from)
    if (first !== -1 && heard <= places.length - first) return false
    this.#add(what)
    return true
  }

  #add(what: string): void {
    const places = this.#places.get(what) ?? []
    places.push(this.#length)
    this.#places.set(what, places)
    this.#length += 1
  }

  #changesTo(present: readonly PresenceUser[]): Happening[] {
    const ids = new Set(present.map(({ id }) => id))
    const gone = [...this.#members.keys()].filter((id) => !ids.has(id))
    const come = present.filter(({ id }) => !this.#members.has(id))
    for (const id of gone) this.#members.delete(id)
    for (const member of come) this.#members.set(member.id, member)
    return [
      ...gone.map((userId): Happening => ({ kind: 'member_removed', userId })),
      ...come.map((member): Happening => ({ kind: 'member_added', member })),
    ]
  }
}

/** The members in the data of `subscription_succeeded`; undefined where the channel has none. */
function membersOf(state: unknown): PresenceUser[] | undefined {
  const presence = isRecord(state) ? state['presence'] : undefined
  if (!isRecord(presence)) return undefined
  const { ids, hash } = presence
  const infos = isRecord(hash) ? hash : {}
  const listed: readonly unknown[] = Array.isArray(ids) ? ids : Object.keys(infos)
  return listed
    .map((id) => memberOf(id, infos[String(id)]))
    .filter((member) => member !== undefined)
}

function memberOf(id: unknown, info: unknown): PresenceUser | undefined {
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return undefined
  return { id: String(id), ...(info != null && { info: info as JsonValue }) }
}
