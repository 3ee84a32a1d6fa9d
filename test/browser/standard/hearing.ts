import { type Case, closed, next, opened, type Surroundings } from './case.ts'

/** Lets a socket hear two messages, and says what the test has noted. */
export const heard =
  (
    set: (socket: WebSocket, note: (what: unknown) => void, realm: typeof globalThis) => void,
    between: (socket: WebSocket, note: (what: unknown) => void) => void = () => {},
  ): Case =>
  async (where) => {
    const socket = await opened(where)
    const notes: unknown[] = []
    const note = (what: unknown) => notes.push(what)
    set(socket, note, where.realm)
    await message(where, socket, 'one')
    between(socket, note)
    await message(where, socket, 'two')
    await closed(socket)
    return notes
  }

export async function message(where: Surroundings, socket: WebSocket, text: string): Promise<void> {
  const done = next(socket, 'message')
  await where.message(text)
  await done
}
