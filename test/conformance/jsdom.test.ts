// @vitest-environment jsdom
import Pusher from 'pusher-js/with-encryption'
import { runInProcess } from './in-process.ts'

runInProcess(Pusher)
