import { type ServiceSteps, stepsOf } from './service.ts'

interface SocketServer {
  readonly url: string
  readonly steps: ServiceSteps
  close(): Promise<void>
}

let started: Promise<SocketServer> | undefined

async function start(): Promise<SocketServer> {
  // Here, so that Vitest's configuration can be read before the package is built.
  const { createPusherFake } = await import('pusher-js-fake')
  const { startPusherServer } = await import('pusher-js-fake/standalone')
  const fake = createPusherFake({ logger: false })
  const server = await startPusherServer(fake)
  return {
    url: appUrl(server.socketUrl),
    steps: stepsOf(fake),
    async close() {
      await server.close()
      fake.close()
    },
  }
}

/** As pusher-js dials. */
export function appUrl(socketUrl: string): string {
  return `${socketUrl}/app/app-key?protocol=7&client=js&version=8.4.0&flash=false`
}

/** Commands of Vitest's browser mode: a page has a server on a real port, in the process of Vitest. */
export async function startSocketServer(): Promise<string> {
  started ??= start()
  return (await started).url
}

export async function stepSocketServer(
  _context: unknown,
  name: keyof ServiceSteps,
  args: unknown[],
): Promise<unknown> {
  started ??= start()
  const { steps } = await started
  return Reflect.apply(steps[name], steps, args)
}

/** Without it the server keeps the process of Vitest from ending. */
export async function stopSocketServer(): Promise<void> {
  const stopping = started
  started = undefined
  await (await stopping)?.close()
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    startSocketServer(): Promise<string>
    stopSocketServer(): Promise<void>
    stepSocketServer(name: keyof ServiceSteps, args: unknown[]): Promise<unknown>
  }
}
