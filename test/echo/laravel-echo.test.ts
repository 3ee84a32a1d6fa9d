import { createRequire } from 'node:module'
import Echo from 'laravel-echo'
import Pusher from 'pusher-js'
import { describe } from 'vitest'
import { echoCases } from './echo-cases.ts'

const require = createRequire(import.meta.url)

describe('Laravel Echo 2', () => echoCases(Echo, Pusher))

// As an app has them that was not brought up to date; their types differ where the cases do not look.
describe('Laravel Echo 1 with pusher-js 7', () =>
  echoCases(require('laravel-echo-1').default, require('pusher-js-7')))
