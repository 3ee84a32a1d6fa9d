import { expect } from 'vitest'

/** A message as a person reviews it: without what differs from run to run and machine to machine. */
function reviewable(message: string): string {
  return (
    message
      // The colours of a terminal.
      .replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')
      .replaceAll(/\n\s+at [^\n]+/g, '')
      .replaceAll(/\b\d{4,10}\.\d{3,10}\b/g, 'SOCKET')
      .replaceAll(/\b[0-9a-f]{64}\b/g, 'SIGNATURE')
      .replaceAll(
        /(early|for|left|before|after)( it)? \d+ ms\b|\b\d+ ms (early|before|ago)\b/g,
        (text) => text.replace(/\d+/, 'N'),
      )
      .replaceAll(/Waited \d{3} ms/g, 'Waited N ms')
      .replaceAll(/\S*\/(test\/mistakes\/[\w./-]+):\d+:\d+/g, '$1')
      .trimEnd()
      .concat('\n')
  )
}

/** Compares with the reviewed file; `npx vitest -u` writes it anew. */
export async function expectReviewed(
  runner: string,
  title: string,
  message: string,
): Promise<void> {
  const name = title.replaceAll(/[^\w]+/g, '-').toLowerCase()
  await expect(reviewable(message), title).toMatchFileSnapshot(`messages/${runner}/${name}.txt`)
}
