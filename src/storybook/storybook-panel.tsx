import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useChannel } from 'storybook/manager-api'
import { type Theme, useTheme } from 'storybook/theming'
import { type PanelMessage, parsePreviewMessage } from '../inspector/messages.ts'
import { Inspector } from '../inspector/panel/inspector.tsx'
import type { InspectorActions } from '../inspector/panel/inspector-actions.ts'
import {
  INSPECTOR_STYLE,
  type InspectorTheme,
  themeProperties,
} from '../inspector/panel/inspector-style.ts'
import { applyMessage, type PanelModel } from '../inspector/panel/panel-model.ts'
import { TIMELINE_STYLE } from '../timeline/view/timeline-style.ts'
import { TO_PANEL, TO_PREVIEW } from './channel-events.ts'
import { decodeMessage, encodeMessage } from './channel-text.ts'

/** The inspector in Storybook: its channel to the preview, its theme. */
export function StorybookPanel(): ReactNode {
  const theme = useTheme()
  const [model, setModel] = useState<PanelModel>()
  const emit = useChannel({
    [TO_PANEL]: (value: unknown) => {
      const message = parsePreviewMessage(decodeMessage(value))
      if (message !== undefined) setModel((before) => applyMessage(before, message))
    },
  })
  const storyId = model?.storyId ?? ''
  const actions = useMemo((): InspectorActions => {
    const send = (message: PanelMessage) => emit(TO_PREVIEW, encodeMessage(message))
    return {
      trigger: (payload) => send({ type: 'trigger', storyId, ...payload }),
      setFault: (name, on) => send({ type: 'setFault', storyId, name, on }),
    }
  }, [emit, storyId])
  // The panel may be opened after the story.
  useEffect(() => {
    const hello: PanelMessage = { type: 'hello' }
    emit(TO_PREVIEW, encodeMessage(hello))
  }, [emit])
  return (
    <div
      style={{
        height: '100%',
        colorScheme: theme['base'] === 'dark' ? 'dark' : 'light',
        ...themeProperties(inspectorTheme(theme)),
      }}
    >
      <style>{INSPECTOR_STYLE + TIMELINE_STYLE}</style>
      <Inspector model={model} actions={actions}>
        <p>This story has no fake Pusher service.</p>
        <p>
          Add <code>pusherFakeAddon()</code> to the preview, or the decorator{' '}
          <code>withPusherFake</code> to the story.
        </p>
      </Inspector>
    </div>
  )
}

function inspectorTheme({
  base,
  color,
  background,
  typography,
  appBorderColor,
  textMutedColor,
  input,
}: Theme): InspectorTheme {
  const dark = base === 'dark'
  return {
    background: background.content,
    surface: input.background,
    line: appBorderColor,
    text: color.defaultText,
    muted: textMutedColor,
    accent: color.secondary,
    good: dark ? '#66bf3c' : '#2f6615',
    wait: dark ? '#e5b454' : '#7d5100',
    bad: dark ? '#ff7a6b' : '#b82517',
    string: dark ? '#8fd6a3' : '#1d6b3a',
    number: dark ? '#ffb86b' : '#9a4a00',
    font: typography.fonts.base,
    mono: typography.fonts.mono,
  }
}
