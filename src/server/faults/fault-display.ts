import { OVER_CAPACITY } from '../../protocol/close-codes.ts'
import type { FaultName, FaultOptions } from './fault.ts'

/** How a fault is shown by the control API and the inspector; a fake itself has no use for it. */
export interface FaultDisplay<Options> {
  readonly summary: string
  /** The inspector has a button for it, which causes it with these options. */
  readonly button?: { readonly label: string; readonly options: Options }
}

export const FAULT_DISPLAY: {
  readonly [Name in FaultName]: FaultDisplay<FaultOptions[Name]>
} = {
  disconnect: {
    summary: 'Ends connections: all, or the one with the socket id',
    button: { label: 'Disconnect', options: {} },
  },
  sendRaw: {
    summary: 'Sends a frame as it is: a string untouched, anything else as JSON',
  },
  goOffline: {
    summary: 'Cuts every connection and lets none open',
    button: { label: 'Offline', options: {} },
  },
  refuseConnections: {
    summary: 'Refuses new connections, with a close code or without opening',
    button: { label: 'Refuse', options: { code: OVER_CAPACITY } },
  },
  stall: {
    summary: 'New sockets neither open nor fail',
  },
  silence: {
    summary: 'Swallows every frame while sockets stay open: of all, one, or those connected now',
  },
  latency: {
    summary: 'Every frame takes so many milliseconds, in each direction',
  },
  jitter: {
    summary:
      'Every frame takes a random time from `min` to `max`, in each direction, and keeps its place',
  },
  lose: {
    summary: 'Messages are lost',
  },
  duplicate: {
    summary: 'Messages arrive twice',
  },
  delay: {
    summary: 'Messages come so many milliseconds late; the others overtake them',
  },
  reorder: {
    summary: 'Messages change places with the next one of their connection and direction',
  },
  cut: {
    summary: 'The connection ends in place of a message',
  },
  failSubscription: {
    summary:
      'The authorization endpoint of the fake fails for the channel, always or for one request',
  },
  failAuthentication: {
    summary: 'The user authentication endpoint of the fake fails',
  },
  failRest: {
    summary: 'The REST API fails, until restored or as often as `times` says',
  },
}
