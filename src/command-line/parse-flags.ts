import { type ParseArgsConfig, parseArgs } from 'node:util'
import { wordFor } from '../server/check-options.ts'
import { CliError } from './cli-error.ts'

/**
 * Node's own reading of a command's arguments, with one line that helps where they are wrong.
 *
 * @param commands words that may stand first instead
 * @throws CliError
 */
export function parseFlags<Config extends ParseArgsConfig>(
  config: Config,
  commands: readonly string[] = [],
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error
    const [what = ''] = error.message.split(/[.\n]/)
    const remedy = remedyFor(String(error.code), what, config, commands)
    throw new CliError(`${what}. ${remedy}See --help.`)
  }
}

function remedyFor(
  code: string,
  what: string,
  { options = {} }: ParseArgsConfig,
  commands: readonly string[],
): string {
  const [, dashes = '', given = ''] = /'((?:--(?:no-)?)?)([^' ]*)/.exec(what) ?? []
  const isFlag = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
  const meant = wordFor(given, isFlag ? Object.keys(options) : commands)
  return meant === undefined ? '' : `Write ${dashes}${meant}. `
}
