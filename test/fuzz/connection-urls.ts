import fc from 'fast-check'
import { parseConnectionUrl } from '../../src/protocol/connection-url.ts'
import { classifyRequest } from '../../src/protocol/pusher-request.ts'
import { RawClient } from '../support/raw-client.ts'
import { Scene } from './bystander.ts'
import { mutated, text } from './garbage.ts'
import { type Target, target } from './target.ts'

const URLS = [
  'wss://ws-mt1.pusher.com/app/app-key?protocol=7&client=js&version=8.6.0&flash=false',
  'ws://localhost:6001/deep/path/app/app-key?protocol=7&client=js&version=8.6.0',
  'ws://[::1]:80/app/?protocol=7',
  'https://sockjs-mt1.pusher.com/pusher/app/app-key/123/abc0/xhr_streaming?protocol=7',
  'https://sockjs-mt1.pusher.com/pusher/app/app-key/123/abc0/xhr_send?t=1',
]

const filled = fc
  .tuple(text, fc.constantFrom('protocol', 'client', 'version', 'protocol=7&protocol'), text)
  .map(([key, parameter, content]) => {
    const encode = (part: string) => encodeURIComponent(part.toWellFormed())
    return `wss://ws.pusher.com/app/${encode(key)}?${parameter}=${encode(content)}`
  })

const input = fc.oneof(mutated(fc.constantFrom(...URLS)), mutated(filled), text)

/** URLs that a client dials. */
export const connectionUrls: Target = target('connection URLs', 20_000, input, (urls, count) => {
  const scene = new Scene()
  for (const url of urls) {
    const isFallback = classifyRequest(url)?.kind === 'fallback'
    const parsed = parseConnectionUrl(url, { anyHost: true })
    if (parsed === undefined) {
      count('no URL')
      continue
    }
    const client = new RawClient(scene.fake, url, parsed)
    count(isFallback ? 'fallback' : (client.heard.at(-1) ?? ''))
    client.close()
  }
  scene.close()
})
