import type { InspectorTheme } from '../panel/inspector-style.ts'

const FONTS = {
  font: 'system-ui, sans-serif',
  mono: 'ui-monospace, SFMono-Regular, Menlo, monospace',
}

/** The inspector's own looks, where no Storybook lends it one. */
export const PAGE_THEMES: Readonly<Record<'light' | 'dark', InspectorTheme>> = {
  light: {
    ...FONTS,
    background: '#ffffff',
    surface: '#ffffff',
    line: '#dfe3e8',
    text: '#16181d',
    muted: '#5b6270',
    accent: '#4a3fd6',
    good: '#0b6b3f',
    wait: '#7a4b00',
    bad: '#a1222b',
    string: '#1d6b3a',
    number: '#9a4a00',
  },
  dark: {
    ...FONTS,
    background: '#16191f',
    surface: '#0e1014',
    line: '#2a2f39',
    text: '#eceef2',
    muted: '#9aa3b2',
    accent: '#a39bff',
    good: '#6fdca6',
    wait: '#f5c66b',
    bad: '#ff9a9f',
    string: '#8fd6a3',
    number: '#ffb86b',
  },
}
