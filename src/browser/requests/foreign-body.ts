/**
 * A request whose body may be of the classes of another realm, which `Request` would take for text: in
 * jsdom a form is jsdom's, and the class of the request is Node's.
 */
export async function requestOf(url: string, init: RequestInit = {}): Promise<Request> {
  const { body, type } = await plainBody(init.body)
  const request = new Request(url, { ...init, ...(body !== undefined && { body }) })
  if (type !== undefined && !new Headers(init.headers).has('content-type')) {
    request.headers.set('content-type', type)
  }
  return request
}

interface PlainBody {
  readonly body?: BodyInit | null
  /** Its media type, where a Request cannot see it. */
  readonly type?: string
}

async function plainBody(body: unknown): Promise<PlainBody> {
  // Not by its class, of which each realm has its own.
  switch (Object.prototype.toString.call(body)) {
    case '[object FormData]':
      return multipart(body as FormData)
    case '[object URLSearchParams]':
      return { body: String(body), type: 'application/x-www-form-urlencoded;charset=UTF-8' }
    case '[object Blob]':
    case '[object File]': {
      const blob = body as Blob
      return { body: await bytesOf(blob), ...(blob.type !== '' && { type: blob.type }) }
    }
    default:
      return body === undefined ? {} : { body: body as BodyInit | null }
  }
}

async function multipart(form: FormData): Promise<PlainBody> {
  const boundary = `----pusher-js-fake-${Math.random().toString(36).slice(2)}`
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  for (const [name, value] of form as unknown as Iterable<[string, string | File]>) {
    const isText = typeof value === 'string'
    const file = isText
      ? ''
      : `; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n\r\n`
    const content = isText ? encoder.encode(value) : await bytesOf(value)
    parts.push(encoder.encode(head), content, encoder.encode('\r\n'))
  }
  parts.push(encoder.encode(`--${boundary}--\r\n`))
  return { body: joined(parts), type: `multipart/form-data; boundary=${boundary}` }
}

/** Source: WHATWG HTML, multipart/form-data encoding algorithm. */
function quoted(name: string): string {
  return name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22')
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  // Older versions of jsdom have none; what they hold is no part of an authorization.
  return typeof blob.arrayBuffer === 'function'
    ? new Uint8Array(await blob.arrayBuffer())
    : new Uint8Array()
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((size, { length }) => size + length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
