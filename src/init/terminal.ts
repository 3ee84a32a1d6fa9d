import { createInterface } from 'node:readline'
import type { ReadStream, WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import type { InitHost } from './run-init.ts'
import type { Style } from './show-plan.ts'

/** @returns undefined when one end is no terminal, so that nobody would see the question or answer it */
export function confirmOnTerminal(
  input: ReadStream,
  output: WriteStream,
): InitHost['confirm'] | undefined {
  if (!input.isTTY || !output.isTTY) return undefined
  return (question) =>
    new Promise((resolve) => {
      const prompt = createInterface({ input, output })
      // Control-C and the end of the input answer no.
      prompt.once('close', () => resolve(false))
      prompt.question(`${question} (Y/n) `, (answer) => {
        resolve(/^(?:y|yes)?$/i.test(answer.trim()))
        prompt.close()
      })
    })
}

/** Colours on a terminal that takes them; `NO_COLOR` is heard. */
export function styleFor(stream: WriteStream): Style {
  return (format, text) => styleText(format, text, { stream })
}
