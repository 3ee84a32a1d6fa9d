/** Levenshtein's: letters to change, add or leave out. */
export function editDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...a].entries()) {
    let diagonal = line
    row[0] = line + 1
    for (let index = 1; index <= b.length; index += 1) {
      const above = row[index] ?? 0
      const left = row[index - 1] ?? 0
      row[index] = Math.min(above + 1, left + 1, diagonal + (letter === b[index - 1] ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.length] ?? 0
}
