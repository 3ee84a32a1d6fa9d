/** More than any event, batch or form could need, with every limit of the app raised. */
export const MAX_BODY_BYTES = 16_777_216

/** A body is longer than the server reads. */
class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong'
}

/**
 * Hands a request on without letting it fill the memory: one that says that it is too long is answered
 * 413 at once, one that says nothing when it has become so.
 */
export async function withBodyLimit(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const length = request.headers.get('content-length')
  if (length !== null || request.body === null) {
    return Number(length) > MAX_BODY_BYTES ? tooLong() : answer(request)
  }
  let isTooLong = false
  let bytes = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      isTooLong = bytes > MAX_BODY_BYTES
      if (isTooLong) throw new BodyTooLong()
      controller.enqueue(chunk)
    },
  })
  // A body that is a stream needs it; the DOM's types do not know it.
  const init: RequestInit & { duplex: 'half' } = {
    body: request.body.pipeThrough(limit),
    duplex: 'half',
  }
  try {
    return await answer(new Request(request, init))
  } catch (error) {
    if (isTooLong) return tooLong()
    throw error
  }
}

function tooLong(): Response {
  return new Response(`A body may have up to ${MAX_BODY_BYTES} bytes\n`, {
    status: 413,
    headers: { 'content-type': 'text/plain', connection: 'close' },
  })
}
