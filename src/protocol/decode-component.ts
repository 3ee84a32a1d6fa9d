/** A part of a URL decoded, or as it is when it is not well-formed. */
export function decodeComponent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
