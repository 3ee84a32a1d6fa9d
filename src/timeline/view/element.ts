export interface Properties {
  readonly class?: string
  readonly text?: string
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>
  /** Custom properties and others of the `style` attribute, by their CSS names. */
  readonly style?: Readonly<Record<string, string>>
}

/** Makes an element; text goes in as text only. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { class: className, text, attributes = {}, style = {} }: Properties = {},
  children: readonly (Node | undefined)[] = [],
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name)
  if (className !== undefined) created.className = className
  if (text !== undefined) created.textContent = text
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) created.setAttribute(attribute, String(value))
  }
  for (const [property, value] of Object.entries(style)) created.style.setProperty(property, value)
  created.append(...children.filter((child) => child !== undefined))
  return created
}
