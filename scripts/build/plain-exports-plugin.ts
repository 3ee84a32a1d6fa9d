import type { Plugin } from 'vite'

const GETTER =
  /Object\.defineProperty\(exports,(["`]\w+["`]),\{enumerable:!0,get:function\(\)\{return ([^{}]+)\}\}\)/g

/** The parts of the CommonJS build assign what they export, where a getter for each would be a tenth of them. */
export function plainExportsPlugin(): Plugin {
  return {
    name: 'plain-exports',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(GETTER, 'exports[$1]=$2')
      }
    },
  }
}
