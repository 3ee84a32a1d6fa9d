import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'
import type PusherClass from 'pusher-js'

/** Of a phone, which the build asks whether it is online; its own Jest mock says the same. */
const netinfo = {
  fetch: async () => ({ isConnected: true, type: 'wifi' }),
  addEventListener: () => () => {},
}

/** The build that Metro, and React Native's Jest preset, resolve. */
export function loadReactNativeBuild(): typeof PusherClass {
  const path = createRequire(import.meta.url).resolve('pusher-js/dist/react-native/pusher.js')
  const module: { exports: { Pusher?: typeof PusherClass } } = { exports: {} }
  const load = compileFunction(readFileSync(path, 'utf8'), ['module', 'exports', 'require'])
  load(module, module.exports, (name: string) => {
    if (name === '@react-native-community/netinfo') return { ...netinfo, default: netinfo }
    throw new Error(`The build asks for ${name}`)
  })
  const { Pusher } = module.exports
  if (Pusher === undefined) throw new Error('The build exports no class')
  return Pusher
}
