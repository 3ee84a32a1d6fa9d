// First, so that it finds the realm as the engine has it.
import 'pusher-js-fake/browser'
import { beforeEach } from 'vitest'

// WebKit has none; the tests' own `using` asks for it.
if (!Object.hasOwn(Symbol, 'dispose')) {
  Object.defineProperty(Symbol, 'dispose', { value: Symbol.for('Symbol.dispose') })
}

// Where pusher-js keeps which transport it took last.
beforeEach(() => localStorage.clear())
