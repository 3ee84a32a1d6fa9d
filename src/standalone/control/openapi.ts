import type { Endpoint } from './endpoint.ts'
import type { JsonSchema } from './schema.ts'

const ERROR = {
  type: 'object',
  title: 'Error',
  properties: {
    code: { type: 'string', description: 'What kind of error, stable' },
    message: { type: 'string', description: 'What was wrong and how to mend it' },
  },
  required: ['code', 'message'],
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'Wrong input, or the service would refuse it',
  401: 'The token is missing or wrong',
  403: 'The request comes from another machine or from a web page',
  404: 'There is no such app, channel, fault or peer',
  408: 'It did not happen in time; the message says what did',
  413: 'The body is over 1 MiB',
  503: 'The server is closing',
}

/** The endpoints as an OpenAPI 3.1 document. */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  needsApp: boolean,
  prefix: string,
): object {
  const paths = Map.groupBy(endpoints, ({ path }) => path)
  return {
    openapi: '3.1.0',
    info: {
      title: 'pusher-js-fake control API',
      version: '1',
      description: 'Steers a fake of the Pusher Channels service from a test in any language.',
    },
    servers: [{ url: prefix }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, group]) => [
        path,
        Object.fromEntries(
          group.map((endpoint) => [endpoint.method.toLowerCase(), operation(endpoint, needsApp)]),
        ),
      ]),
    ),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: ERROR },
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => [
          `Refused${status}`,
          { description, content: jsonContent({ $ref: '#/components/schemas/Error' }) },
        ]),
      ),
    },
  }
}

function operation(endpoint: Endpoint, needsApp: boolean) {
  const { operationId, summary, body, answer } = endpoint
  const parameters = [
    ...parametersOf(endpoint),
    ...(endpoint.appless ? [] : [appParameter(needsApp)]),
  ]
  return {
    operationId,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: body.required !== undefined, content: jsonContent(body) },
    }),
    responses: {
      200: { description: 'It is so', content: jsonContent(answer) },
      ...Object.fromEntries(
        refusalsOf(endpoint).map((status) => [
          status,
          { $ref: `#/components/responses/Refused${status}` },
        ]),
      ),
    },
  }
}

function parametersOf({ path, parameters: { properties = {}, required = [] } }: Endpoint) {
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: path.includes(`{${name}}`) ? 'path' : 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }))
}

function appParameter(needsApp: boolean) {
  return {
    name: 'app',
    in: 'query',
    required: needsApp,
    description: 'Id of the app; without one it is the app that the server was started with',
    schema: { type: 'string' },
  }
}

function refusalsOf({ path, body, waits, appless }: Endpoint): readonly number[] {
  return [
    400,
    401,
    403,
    ...(appless && !path.includes('{') ? [] : [404]),
    ...(waits ? [408] : []),
    ...(body === undefined ? [] : [413]),
    503,
  ]
}

function jsonContent(schema: JsonSchema | { readonly $ref: string }) {
  return { 'application/json': { schema } }
}
