import Pusher from 'pusher-js'
import { runInProcess } from './in-process.ts'

runInProcess(Pusher)
