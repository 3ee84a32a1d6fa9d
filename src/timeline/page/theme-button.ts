import { element } from '../view/element.ts'

/** Switches a page between light and dark; it begins with what the system asks for. */
export function themeButton(root: HTMLElement): HTMLButtonElement {
  const button = element('button', { class: 'theme', attributes: { type: 'button' } })
  let dark = matchMedia('(prefers-color-scheme: dark)').matches
  const tell = () => {
    button.textContent = dark ? 'Light' : 'Dark'
    button.setAttribute('aria-label', `Use the ${dark ? 'light' : 'dark'} theme`)
  }
  button.addEventListener('click', () => {
    dark = !dark
    root.style.colorScheme = dark ? 'dark' : 'light'
    tell()
  })
  tell()
  return button
}
