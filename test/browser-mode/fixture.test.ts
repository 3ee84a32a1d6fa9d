import 'pusher-js-fake/vitest'
import Pusher from 'pusher-js'
import { fixtureCases } from '../vitest/fixture-cases.ts'

// As an app's module does, before any test.
const atImport = new Pusher('app-key', { cluster: 'mt1' })

fixtureCases(Pusher, atImport)
