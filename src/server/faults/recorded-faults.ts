import type { Engine } from '../engine.ts'
import type { FaultRecord } from '../log/journal.ts'
import type { ActiveFault } from './active-fault.ts'
import type { Faults } from './faults.ts'

/** What the engine asks of its faults, and no fault itself. */
const QUESTIONS: ReadonlySet<string> = new Set([
  'constructor',
  'subscriptionFailure',
  'authenticationFailure',
  'nextRestFailure',
])

type Begun = Omit<FaultRecord, 'time' | 'phase'>

/** The same faults, each told to the listeners of `fault` when it begins and when it ends. */
export function recordedFaults(
  faults: Faults,
  { events, options: { clock } }: Pick<Engine, 'events' | 'options'>,
): Faults {
  const active = new Set<Begun>()
  let lastId = 0

  const tell = (fault: Begun, phase: FaultRecord['phase']) =>
    events.emit('fault', { time: clock.now(), phase, ...fault })
  const end = (fault: Begun) => {
    if (active.delete(fault)) tell(fault, 'end')
  }
  const endAll = (name?: string) => {
    for (const fault of [...active]) if (name === undefined || fault.name === name) end(fault)
  }
  const recorded = (name: string, method: (...given: unknown[]) => unknown) => {
    return (...given: unknown[]): unknown => {
      lastId += 1
      const fault: Begun = { id: lastId, name, options: given }
      active.add(fault)
      tell(fault, 'begin')
      let lasting: ActiveFault | undefined
      try {
        const result = method.apply(faults, given)
        if (!isActiveFault(result)) return result
        lasting = result
      } finally {
        if (lasting === undefined) end(fault)
      }
      return { ...lasting, restore: () => restore(fault, lasting) }
    }
  }
  const restore = (fault: Begun, { restore: undo }: ActiveFault) => {
    end(fault)
    undo()
  }
  const methods = new Map<string, unknown>()
  return new Proxy(faults, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target)
      if (typeof own !== 'function' || typeof name !== 'string') return own
      const method = methods.get(name) ?? wrap(name, own as (...given: unknown[]) => unknown)
      methods.set(name, method)
      return method
    },
  })

  function wrap(name: string, method: (...given: unknown[]) => unknown): unknown {
    if (QUESTIONS.has(name)) return method.bind(faults)
    if (name !== 'restore' && name !== 'goOnline') return recorded(name, method)
    return () => {
      endAll(name === 'goOnline' ? 'goOffline' : undefined)
      method.call(faults)
    }
  }
}

function isActiveFault(value: unknown): value is ActiveFault {
  return typeof value === 'object' && value !== null && 'restore' in value
}
