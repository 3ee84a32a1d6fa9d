import type { PusherFake } from 'pusher-js-fake'
import type { Surroundings } from './case.ts'

/** What a case lets the service do, one step at a time: in this process, or in that of a server. */
export interface ServiceSteps {
  message(text: string): void
  end(code?: number, reason?: string): void
  refuse(): void
  received(): string[]
  reset(): void
}

/** A case's way to the service; each step may have to cross a process border. */
export type Step = <Name extends keyof ServiceSteps>(
  name: Name,
  ...args: Parameters<ServiceSteps[Name]>
) => ReturnType<ServiceSteps[Name]> | Promise<ReturnType<ServiceSteps[Name]>>

export function stepsOf(fake: PusherFake): ServiceSteps {
  return {
    message: (text) => fake.faults.sendRaw(text),
    end: (code, reason) =>
      fake.faults.disconnect({
        ...(code !== undefined && { code }),
        ...(reason !== undefined && { reason }),
      }),
    refuse: () => void fake.faults.refuseConnections(),
    received: () => fake.frames({ direction: 'in' }).map(({ raw }) => raw),
    reset: () => fake.reset(),
  }
}

/** One step of the service of this process. */
export function stepOf(fake: PusherFake): Step {
  const steps = stepsOf(fake)
  return (name, ...args) => Reflect.apply(steps[name], steps, args)
}

export function surroundings(
  realm: typeof globalThis,
  url: string,
  step: Step,
  uncaught: Surroundings['uncaught'],
): Surroundings {
  return {
    realm,
    url,
    uncaught,
    message: async (text) => step('message', text),
    end: async (code, reason) => step('end', code, reason),
    refuse: async () => step('refuse'),
    async received(count) {
      for (;;) {
        const texts = await step('received')
        if (texts.length >= count) return texts
        await new Promise((resolve) => setTimeout(resolve))
      }
    },
  }
}
