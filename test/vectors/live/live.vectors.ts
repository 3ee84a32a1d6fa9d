import { describeVectors } from '../describe-vectors.ts'
import { remoteService } from '../hosts/remote-service.ts'
import { liveApp, refusal } from './live-app.ts'

const app = liveApp(process.env)

describeVectors({
  name: 'live',
  start: async () => remoteService(app),
  refuses: (settings) => refusal(app, settings),
})
