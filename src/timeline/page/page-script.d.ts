/** A module as the build bundles it for a page: a script in one piece, and the hash that a CSP knows it by. */
declare module '*?script' {
  /** Safe to stand in a script element. */
  export const script: string
  /** Of the script, base64. */
  export const sha256: string
}
