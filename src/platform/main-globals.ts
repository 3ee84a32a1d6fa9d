type Globals = typeof globalThis

/** The globals of Node's main context, which a test environment does not replace; elsewhere those that there are. */
export function mainGlobals(): Globals {
  const { process }: Partial<Globals> = globalThis
  return process?.getBuiltinModule?.('node:vm')?.runInThisContext('globalThis') ?? globalThis
}
