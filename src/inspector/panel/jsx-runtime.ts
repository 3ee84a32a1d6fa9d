import {
  type Attributes,
  createElement,
  type ElementType,
  Fragment,
  type ReactElement,
} from 'react'

/**
 * What the build gives the panel as `react/jsx-runtime`: Storybook's manager shares its React with
 * addons, and only under the name `react`.
 */
export function jsx(
  type: ElementType,
  { children, ...props }: Readonly<Record<string, unknown>>,
  key?: string | number,
): ReactElement {
  const attributes: Attributes = key === undefined ? props : { ...props, key }
  return Array.isArray(children)
    ? createElement(type, attributes, ...children)
    : createElement(type, attributes, children as undefined)
}

export const jsxs: typeof jsx = jsx

export { Fragment }
