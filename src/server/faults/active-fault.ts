/** Ends a fault; calling it twice is harmless. */
export interface ActiveFault {
  /** Ends the fault; harmless when repeated. */
  restore(): void
}

export function once(restore: () => void): ActiveFault {
  let active = true
  return {
    restore() {
      if (active) restore()
      active = false
    },
  }
}

/** Adds a fault to those of its kind; the returned one takes it, and no other, away again. */
export function addFault<Fault extends object>(
  list: Fault[],
  fault: Fault,
  changed: () => void = () => {},
): ActiveFault {
  list.push(fault)
  changed()
  return once(() => {
    const index = list.indexOf(fault)
    if (index !== -1) list.splice(index, 1)
    changed()
  })
}
