import { type ServiceSteps, stepsOf } from './service.ts'

let started: Promise<{ url: string; steps: ServiceSteps }> | undefined

async function start(): Promise<{ url: string; steps: ServiceSteps }> {
  // Here, so that Vitest's configuration can be read before the package is built.
  const { createPusherFake } = await import('pusher-js-fake')
  const { startPusherServer } = await import('pusher-js-fake/standalone')
  const fake = createPusherFake({ logger: false })
  const server = await startPusherServer(fake)
  return { url: appUrl(server.socketUrl), steps: stepsOf(fake) }
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

declare module 'vitest/browser' {
  interface BrowserCommands {
    startSocketServer(): Promise<string>
    stepSocketServer(name: keyof ServiceSteps, args: unknown[]): Promise<unknown>
  }
}
