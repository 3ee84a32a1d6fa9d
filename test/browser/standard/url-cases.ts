import { type Case, made, next, type Surroundings, thrown } from './case.ts'

type Construct = new (...args: unknown[]) => WebSocket

/** What the constructor makes of a URL that is written in another way. */
const dialled =
  (write: (url: URL, where: Surroundings) => unknown): Case =>
  (where) => {
    const url = write(new URL(where.url), where)
    return made(where, () => new (where.realm.WebSocket as Construct)(url))
  }

/** The same, where the service has to let it in. */
const connects =
  (write: (url: string) => string): Case =>
  async (where) => {
    const socket = new where.realm.WebSocket(write(where.url))
    const type = await Promise.race([
      next(socket, 'message').then(() => 'connected'),
      next(socket, 'error').then(() => 'refused'),
    ])
    socket.close()
    return [type, socket.url]
  }

const refused =
  (...urls: unknown[]): Case =>
  ({ realm }) =>
    urls.map((url) => thrown(realm, () => new (realm.WebSocket as Construct)(url)))

/** How URLs are read: schemes, normalisation, and what is relative to the page. */
export const urlCases: Record<string, Case> = {
  'a URL of blob, data, javascript, about, file and mailto': refused(
    'blob:http://app.test/1',
    'data:text/plain,ws',
    'javascript:ws()',
    'about:blank',
    'file:///app/app-key?protocol=7',
    'mailto:ws@app.test',
  ),
  'a URL of no host, or no port': refused(
    'ws://',
    'ws://app.test:port/',
    'ws://app.test:99999/',
    'ws://[::1/',
    'ws://a b/',
    'ws:///',
  ),
  'a URL of ws without slashes': dialled(({ host, pathname, search }) => {
    return `ws:${host}${pathname}${search}`
  }),
  'a URL with backslashes': connects((url) =>
    url.replace('://', ':\\\\').replace('/app/', '\\app\\'),
  ),
  'a URL with tabs and newlines': connects(
    (url) => ` ${url.replace('ws:', 'w\ts:\n').replace('/app/', '/a\npp/\r')}\n `,
  ),
  'a URL with a control character in front': connects((url) => `\u0000\u001f${url}`),
  'a URL with a name and a password': dialled((url) => {
    url.username = 'user'
    url.password = 'p ss'
    return url.href
  }),
  'a URL with a default port': dialled((url) => `ws://app.test:80${url.pathname}${url.search}`),
  'a URL of another spelling of its host': dialled(
    (url) => `ws://EXAMPLE%2Etest:8080${url.pathname}${url.search}`,
  ),
  'a URL of a host beyond ASCII': dialled((url) => `ws://bücher.test${url.pathname}${url.search}`),
  'a URL of a host in numbers': dialled(({ port, pathname, search }) => {
    return `ws://0x7f.1:${port}${pathname}${search}`
  }),
  'a URL with spaces, quotes and letters beyond ASCII': dialled(
    (url) => `${url.href}&name= "ä"'<>|^\`{}`,
  ),
  'a URL with dots to be resolved': dialled((url) =>
    url.href.replace('/app/', '/./app/%2e%2e/app/'),
  ),
  'a URL with a fragment behind a newline': dialled((url) => `${url.href}\n#\tpart`),
  'a URL with a fragment that is percent-encoded': connects((url) => `${url}&name=%23part`),
  'a URL of http and one of https': async (where) =>
    Promise.all(
      ['http:', 'https:'].map((scheme) =>
        made(where, () => new where.realm.WebSocket(where.url.replace('ws:', scheme))),
      ),
    ),
  'a URL object of http is left as it is': async (where) => {
    const url = new URL(where.url.replace('ws:', 'http:'))
    await made(where, () => new where.realm.WebSocket(url))
    return url.protocol
  },
  'a URL without its scheme': dialled((url) => url.href.replace('ws:', '')),
  'a path alone': dialled((url) => `${url.pathname}${url.search}`),
  'a path with a fragment': dialled((url) => `${url.pathname}${url.search}#part`),
  'a relative path': dialled((url) => `.${url.pathname}${url.search}`),
  'a query alone': dialled((url) => url.search),
  'an empty URL': dialled(() => ''),
  'a URL that is null, undefined, a number and an object': async (where) =>
    Promise.all(
      [null, undefined, 7, {}].map((url) =>
        made(where, () => new (where.realm.WebSocket as Construct)(url)),
      ),
    ),
  'a URL relative to a base element': async (where) => {
    const { document } = where.realm
    if (document === undefined) return 'no document'
    const base = document.createElement('base')
    base.href = 'http://base.test/path/'
    document.head.append(base)
    try {
      const { pathname, search } = new URL(where.url)
      return await made(where, () => new where.realm.WebSocket(`.${pathname}${search}`))
    } finally {
      base.remove()
    }
  },
}
