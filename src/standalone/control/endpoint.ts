import type { AppSession } from './app-session.ts'
import { MAX_BODY_BYTES } from './read-body.ts'
import { type JsonSchema, object, type Schema } from './schema.ts'

export type Method = 'GET' | 'POST' | 'DELETE'

/** What an endpoint is called with. */
export interface EndpointInput<Parameters, Body> {
  readonly session: AppSession
  readonly parameters: Parameters
  readonly body: Body
}

/** One endpoint, as its author writes it. */
export interface EndpointDefinition<Answer, Parameters, Body> {
  readonly method: Method
  /** Below the prefix; `{id}` stands for a number, `{name}` for any segment. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  /** Parameters in the path, and the others in the query. */
  readonly parameters?: Schema<Parameters>
  /** The JSON that a POST takes. */
  readonly body?: Schema<Body>
  readonly answer: Schema<Answer>
  /** Whether it may take its time, and end with 408. */
  readonly waits?: boolean
  /** Bytes that the body of a POST may have. @default 1 MiB */
  readonly maxBytes?: number
  /** Whether it is about no app in particular. */
  readonly appless?: boolean
  handle(input: EndpointInput<Parameters, Body>): NoInfer<Answer> | Promise<NoInfer<Answer>>
}

/** One endpoint, as the router and the document read it. */
export interface Endpoint {
  readonly method: Method
  readonly path: string
  readonly pattern: RegExp
  readonly operationId: string
  readonly summary: string
  readonly parameters: JsonSchema
  readonly body: JsonSchema | undefined
  readonly answer: JsonSchema
  readonly waits: boolean
  readonly maxBytes: number
  readonly appless: boolean
  /** @throws ControlError 400 on wrong input, and whatever the endpoint throws */
  run(
    session: AppSession,
    parameters: Readonly<Record<string, string>>,
    body: unknown,
  ): Promise<unknown>
}

const nothing = object({})

/** Ties what an endpoint reads and answers to what the document says of it. */
export function endpoint<Answer, Parameters = object, Body = object>(
  definition: EndpointDefinition<Answer, Parameters, Body>,
): Endpoint {
  const { method, path, operationId, summary, answer, waits = false, appless = false } = definition
  const { maxBytes = MAX_BODY_BYTES } = definition
  // Without a schema of its own an endpoint takes an empty object, of which the defaults are types.
  const parameters = definition.parameters ?? (nothing as Schema<Parameters>)
  const body = definition.body ?? (nothing as Schema<Body>)
  return {
    method,
    path,
    pattern: patternOf(path),
    operationId,
    summary,
    parameters: parameters.json,
    body: method === 'POST' ? body.json : undefined,
    answer: answer.json,
    waits,
    maxBytes,
    appless,
    run: async (session, texts, json) =>
      definition.handle({
        session,
        parameters: parameters.parse(withNumbers(texts, parameters.json), 'query'),
        body: body.parse(json, 'body'),
      }),
  }
}

function patternOf(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replaceAll('{id}', '(?<id>[1-9]\\d{0,14})')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source}$`)
}

/** In a URL everything is text. */
function withNumbers(
  texts: Readonly<Record<string, string>>,
  { properties = {} }: JsonSchema,
): Record<string, string | number> {
  const entries = Object.entries(texts).map(([name, value]) => {
    const isNumber = Object.hasOwn(properties, name) && properties[name]?.type === 'integer'
    return [name, isNumber && /^\d+$/.test(value) ? Number(value) : value] as const
  })
  return Object.fromEntries(entries)
}
