/** A mistake in how the command was called: one line, exit code 2. */
export class CliError extends Error {
  override readonly name = 'CliError'
}
