/** Does something, and tells how it is undone. */
export type Step = () => () => void

/**
 * Takes steps one after the other. Where one of them throws, those before it are undone, so that a global that
 * cannot be replaced leaves no other one replaced.
 *
 * @returns undoes all of them; harmless when repeated
 */
export function allOrNone(...steps: readonly Step[]): () => void {
  const taken: (() => void)[] = []
  const undo = () => {
    for (const step of taken.splice(0)) step()
  }
  try {
    for (const step of steps) taken.push(step())
  } catch (error) {
    undo()
    throw error
  }
  return undo
}
