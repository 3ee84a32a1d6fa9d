import { type ServerFrame, serializeFrame } from '../../protocol/server-frame.ts'

/** A frame as it is for everybody who gets it, made once however many they are. */
export interface WireFrame {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly event: string
  readonly channel: string | undefined
  readonly text: string
}

/** @param time milliseconds since the epoch */
export function toWireFrame(frame: ServerFrame, time: number): WireFrame {
  const channel = 'channel' in frame ? frame.channel : undefined
  return { time, event: frame.event, channel, text: serializeFrame(frame) }
}
