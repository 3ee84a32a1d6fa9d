import type { Operation } from './operation.ts'

/** What a client hears: a frame with its data as an app reads them, or `open`, `close CODE`, `drop`. */
export interface Heard {
  readonly event: string
  readonly channel?: string
  readonly data?: unknown
  readonly userId?: string
}

/** The settings of the app that the model knows. */
export interface Rules {
  readonly subscriptionCount: boolean
  readonly clientEvents: boolean
  readonly presenceMembers: number
  readonly clientEventsPerSecond: number
  readonly watchlistSize: number
  readonly connections: number
  readonly cacheSeconds: number
}

interface Person {
  readonly id: string
  readonly watchlist: readonly string[]
}

interface Row {
  readonly client: number
  readonly channel: string
  readonly user: string | undefined
}

/**
 * Pusher Channels once more, as plain tables of facts from which everything is looked up: slow, and written
 * from the documentation, not from the engine.
 */
export class ReferenceModel {
  readonly rules: Rules
  /** Connected clients, oldest connection first. */
  clients: number[] = []
  /** Who is signed in, in the order of the sign-ins. */
  people: { client: number; person: Person }[] = []
  /** Who is subscribed to what, in the order of the subscriptions. */
  rows: Row[] = []
  /** Who is present where, in the order of the arrivals. */
  present: { channel: string; user: string }[] = []
  offline = false
  #cache = new Map<string, { event: string; data: string; until: number }>()
  #windows = new Map<number, { start: number; events: number }>()
  #now = 0
  #heard = new Map<number, Heard[]>()

  constructor(rules: Rules) {
    this.rules = rules
  }

  /** Whether the operation makes sense now: about a client that is there, or one that is not. */
  allows(operation: Operation): boolean {
    if (operation.do === 'connect') return !this.clients.includes(operation.client)
    if ('client' in operation) return this.clients.includes(operation.client)
    if (operation.do !== 'trigger' || operation.except === undefined) return true
    return this.clients.includes(operation.except)
  }

  /** @returns what each client must hear of it, in order */
  apply(operation: Operation): ReadonlyMap<number, readonly Heard[]> {
    this.#heard = new Map()
    this.#perform(operation)
    return this.#heard
  }

  userOf(client: number): Person | undefined {
    return this.people.find((entry) => entry.client === client)?.person
  }

  channelsOf(client: number): string[] {
    return this.rows.filter((row) => row.client === client).map((row) => row.channel)
  }

  subscribers(channel: string): number[] {
    return this.rows.filter((row) => row.channel === channel).map((row) => row.client)
  }

  membersOf(channel: string): string[] {
    return this.present.filter((entry) => entry.channel === channel).map(({ user }) => user)
  }

  /** The channels that the app's owner sees. */
  occupied(): string[] {
    const names = this.rows.map((row) => row.channel).filter((name) => !name.startsWith('#'))
    return [...new Set(names)].sort()
  }

  cached(channel: string): { event: string; data: string } | undefined {
    const entry = this.#cache.get(channel)
    return entry !== undefined && entry.until > this.#now ? entry : undefined
  }

  #perform(operation: Operation): void {
    switch (operation.do) {
      case 'connect':
        return this.#connect(operation.client)
      case 'close':
        return this.#end(operation.client)
      case 'disconnect':
        return this.#cut(operation.client, operation.code)
      case 'subscribe':
        return this.#subscribe(operation)
      case 'unsubscribe':
        if (!this.channelsOf(operation.client).includes(operation.channel)) {
          return this.#refuse(operation.client)
        }
        return this.#leave(operation.client, operation.channel)
      case 'clientEvent':
        return this.#clientEvent(operation)
      case 'signIn':
        return this.#signIn(operation)
      case 'trigger':
        return this.#trigger(operation)
      case 'batch':
        for (const { channel, name, data } of operation.events) {
          this.#trigger({ channels: [channel], event: name, data })
        }
        return
      case 'sendToUser': {
        const channel = `#server-to-user-${operation.user}`
        return this.#trigger({ ...operation, channels: [channel] })
      }
      case 'terminate':
        for (const { client, person } of [...this.people]) {
          if (person.id !== operation.user) continue
          this.#refuse(client, 4009)
          this.#cut(client, 4009)
        }
        return
      case 'pass':
        this.#now += operation.ms
        return
      case 'goOffline':
        this.offline = true
        for (const client of [...this.clients]) this.#cut(client, 1006)
        return
      case 'goOnline':
        this.offline = false
        return
      case 'reset':
        this.offline = false
        for (const client of [...this.clients]) this.#cut(client, 4200)
        this.#cache.clear()
    }
  }

  #connect(client: number): void {
    if (this.offline) return this.#hears(client, { event: 'drop' })
    this.#hears(client, { event: 'open' })
    if (this.clients.length >= this.rules.connections) {
      this.#refuse(client, 4004)
      return this.#hears(client, { event: 'close 4004' })
    }
    this.clients.push(client)
    this.#hears(client, { event: 'pusher:connection_established' })
  }

  #subscribe(operation: Extract<Operation, { do: 'subscribe' }>): void {
    const { client, channel, as, forged } = operation
    const signedIn = this.userOf(client)?.id
    const isPresence = channel.startsWith('presence-')
    const isSigned = isPresence || channel.startsWith('private-')
    const user = isPresence ? (as ?? signedIn) : undefined
    const members = this.membersOf(channel)
    const isNew = user !== undefined && !members.includes(user)
    if (
      this.channelsOf(client).includes(channel) ||
      (channel.startsWith('#') && channel !== `#server-to-user-${signedIn}`) ||
      (isSigned && forged) ||
      (isPresence && user === undefined) ||
      (isNew && members.length >= this.rules.presenceMembers)
    ) {
      return this.#refuse(client)
    }
    if (isNew) {
      const data = { user_id: user, user_info: infoOf(user) }
      this.#broadcast(channel, 'pusher_internal:member_added', data)
      this.present.push({ channel, user })
    }
    this.rows.push({ client, channel, user })
    const ids = this.membersOf(channel)
    this.#hears(client, {
      event: 'pusher_internal:subscription_succeeded',
      channel,
      data: isPresence ? { ids, infos: ids.map(infoOf), count: ids.length } : {},
    })
    if (channel.includes('cache-')) {
      const cached = this.cached(channel)
      this.#hears(
        client,
        cached === undefined
          ? { event: 'pusher:cache_miss', channel }
          : { event: cached.event, channel, data: cached.data },
      )
    }
    this.#count(channel)
  }

  #leave(client: number, channel: string): void {
    const row = this.rows.find((each) => each.client === client && each.channel === channel)
    if (row === undefined) return
    this.rows = this.rows.filter((each) => each !== row)
    const { user } = row
    const isLast = !this.rows.some((each) => each.channel === channel && each.user === user)
    if (user !== undefined && isLast) {
      this.present = this.present.filter((each) => each.channel !== channel || each.user !== user)
      this.#broadcast(channel, 'pusher_internal:member_removed', { user_id: user })
    }
    this.#count(channel)
  }

  #count(channel: string): void {
    if (!this.rules.subscriptionCount || /^(presence-|#)/.test(channel)) return
    const count = this.subscribers(channel).length
    this.#broadcast(channel, 'pusher_internal:subscription_count', { subscription_count: count })
  }

  #clientEvent(operation: Extract<Operation, { do: 'clientEvent' }>): void {
    const { client, channel, event, data } = operation
    const row = this.rows.find((each) => each.client === client && each.channel === channel)
    const takesEvents = /^(private-|presence-)/.test(channel)
    if (!this.rules.clientEvents || row === undefined || !takesEvents) {
      return this.#refuse(client)
    }
    const known = this.#windows.get(client)
    const window =
      known !== undefined && this.#now - known.start < 1_000
        ? known
        : { start: this.#now, events: 0 }
    window.events += 1
    this.#windows.set(client, window)
    if (window.events > this.rules.clientEventsPerSecond) return this.#refuse(client, 4301)
    for (const other of this.subscribers(channel)) {
      if (other === client) continue
      const sender = row.user !== undefined && { userId: row.user }
      this.#hears(other, { event, channel, data: wireText(data), ...sender })
    }
  }

  #signIn(operation: Extract<Operation, { do: 'signIn' }>): void {
    const { client, user, watchlist, forged } = operation
    if (forged) {
      this.#refuse(client, 4009)
      return this.#cut(client, 4009)
    }
    const before = this.userOf(client)
    if (before?.id === user) {
      return this.#hears(client, { event: 'pusher:signin_success', data: user })
    }
    if (before !== undefined) return this.#refuse(client)
    const isFirst = !this.#isOnline(user)
    const watched = watchlist.slice(0, this.rules.watchlistSize)
    this.people.push({ client, person: { id: user, watchlist: watched } })
    this.#hears(client, { event: 'pusher:signin_success', data: user })
    if (watchlist.length > this.rules.watchlistSize) this.#refuse(client, 4302)
    const online = watched.filter((id) => this.#isOnline(id))
    const offline = watched.filter((id) => !this.#isOnline(id))
    const news = [
      ...(online.length > 0 ? [{ name: 'online', user_ids: online }] : []),
      ...(offline.length > 0 ? [{ name: 'offline', user_ids: offline }] : []),
    ]
    if (news.length > 0) this.#hears(client, watchlistEvent(news))
    if (isFirst) this.#tellWatchers(user, 'online', client)
  }

  #isOnline(user: string): boolean {
    return this.people.some(({ person }) => person.id === user)
  }

  #tellWatchers(user: string, name: string, except?: number): void {
    for (const { client, person } of this.people) {
      if (client === except || !person.watchlist.includes(user)) continue
      this.#hears(client, watchlistEvent([{ name, user_ids: [user] }]))
    }
  }

  #trigger(event: { channels: readonly string[]; event: string; data: unknown; except?: number }) {
    for (const channel of new Set(event.channels)) {
      const isEncrypted = channel.startsWith('private-encrypted-')
      const data = isEncrypted ? JSON.stringify(event.data) : wireText(event.data)
      if (channel.includes('cache-')) {
        const until = this.#now + this.rules.cacheSeconds * 1_000
        this.#cache.set(channel, { event: event.event, data, until })
      }
      for (const client of this.subscribers(channel)) {
        if (client !== event.except) this.#hears(client, { event: event.event, channel, data })
      }
    }
  }

  #cut(client: number, code: number): void {
    this.#hears(client, { event: code === 1006 ? 'drop' : `close ${code}` })
    this.#end(client)
  }

  /** The client is gone, and hears nothing of what follows. */
  #end(client: number): void {
    this.clients = this.clients.filter((other) => other !== client)
    this.#windows.delete(client)
    for (const channel of this.channelsOf(client)) this.#leave(client, channel)
    const person = this.userOf(client)
    this.people = this.people.filter((entry) => entry.client !== client)
    if (person !== undefined && !this.#isOnline(person.id)) this.#tellWatchers(person.id, 'offline')
  }

  #refuse(client: number, code: number | null = null): void {
    this.#hears(client, { event: 'pusher:error', data: { code } })
  }

  #broadcast(channel: string, event: string, data: unknown): void {
    for (const client of this.subscribers(channel)) this.#hears(client, { event, channel, data })
  }

  #hears(client: number, heard: Heard): void {
    this.#heard.set(client, [...(this.#heard.get(client) ?? []), heard])
  }
}

/** What a member says of itself in these tests. */
export function infoOf(user: string): { readonly name: string } {
  return { name: `${user}!` }
}

function wireText(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data)
}

function watchlistEvent(events: readonly object[]): Heard {
  return { event: 'pusher_internal:watchlist_events', data: { events } }
}
