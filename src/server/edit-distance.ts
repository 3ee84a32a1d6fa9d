/** Letters to change, add, leave out, or swap with their neighbour, in a row each. */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line]
    for (let index = 1; index <= b.length; index += 1) {
      const at = (list: readonly number[], back: number) => list[index - back] ?? Infinity
      const isSame = a[line - 1] === b[index - 1]
      const isSwap = a[line - 1] === b[index - 2] && a[line - 2] === b[index - 1]
      next[index] = Math.min(
        at(row, 0) + 1,
        at(next, 1) + 1,
        at(row, 1) + (isSame ? 0 : 1),
        isSwap ? at(before, 2) + 1 : Infinity,
      )
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
