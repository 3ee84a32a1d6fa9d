/**
 * A schema as zod, valibot, arktype and many others make them.
 * Source: standardschema.dev, version 1, whose interface this is.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    /** The library that made it. */
    readonly vendor: string
    /** Answers at once, or with a promise, which is refused here. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    /** For TypeScript alone. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What a schema says of a value: a list of issues when it does not match. */
export type SchemaResult<Output = unknown> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** What is wrong, and where. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/**
 * What the app's events carry: channels, or patterns such as `private-user-*`, to events to schemas. Events of
 * signed-in users are those of `#server-to-user-*`.
 */
export type EventSchemas = Readonly<Record<string, Readonly<Record<string, StandardSchema>>>>

/** The event map that schemas describe: what `createPusherFake({ events })` types the fake with. */
export type EventsOf<Schemas extends EventSchemas> = {
  readonly [Pattern in keyof Schemas & string]: {
    readonly [Name in keyof Schemas[Pattern]]: InputOf<Schemas[Pattern][Name]>
  }
}

/** What goes over the wire is what a schema takes, not what it makes of it. */
type InputOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['input']
