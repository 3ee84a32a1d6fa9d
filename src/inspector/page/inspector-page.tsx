import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { TIMELINE_STYLE } from '../../timeline/view/timeline-style.ts'
import type { PanelMessage } from '../messages.ts'
import { Inspector } from '../panel/inspector.tsx'
import type { InspectorActions } from '../panel/inspector-actions.ts'
import { INSPECTOR_STYLE, themeProperties } from '../panel/inspector-style.ts'
import { applyMessage, type PanelModel } from '../panel/panel-model.ts'
import { type InspectorWay, openWay } from './inspector-way.ts'
import { PAGE_THEMES } from './page-themes.ts'

/** The inspector of a server: the token is in the URL's fragment, which is never sent. */
function InspectorPage({ apps }: { readonly apps: readonly string[] }): ReactNode {
  const [app, setApp] = useState(apps[0] ?? '')
  const [model, setModel] = useState<PanelModel>()
  const [trouble, setTrouble] = useState('')
  const way = useWay(app, setModel, setTrouble)
  const actions = useMemo((): InspectorActions => {
    const send = (message: PanelMessage) => way?.send(message)
    return {
      trigger: (payload) => send({ type: 'trigger', storyId: app, ...payload }),
      setFault: (name, on) => send({ type: 'setFault', storyId: app, name, on }),
    }
  }, [way, app])
  return (
    <>
      {apps.length > 1 && (
        <label className="apps">
          App{' '}
          <select value={app} onChange={(event) => setApp(event.target.value)}>
            {apps.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      <main>
        <h1 className="title">Pusher inspector</h1>
        <Inspector model={model} actions={actions}>
          <p role="status">{trouble === '' ? 'Connecting…' : trouble}</p>
        </Inspector>
      </main>
    </>
  )
}

function useWay(
  app: string,
  setModel: (change: (before: PanelModel | undefined) => PanelModel | undefined) => void,
  setTrouble: (text: string) => void,
): InspectorWay | undefined {
  const [way, setWay] = useState<InspectorWay>()
  useEffect(() => {
    const opened = openWay(app, location.hash.slice(1), {
      message: (message) => setModel((before) => applyMessage(before, message)),
      lost(reason) {
        setTrouble(reason)
        setModel(() => undefined)
      },
    })
    setWay(opened)
    return () => opened.close()
  }, [app, setModel, setTrouble])
  return way
}

function start(): void {
  const root = document.getElementById('inspector')
  if (root === null) return
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const paint = () => {
    const theme = themeProperties(PAGE_THEMES[dark.matches ? 'dark' : 'light'])
    for (const [name, value] of Object.entries(theme)) {
      document.documentElement.style.setProperty(name, String(value))
    }
  }
  paint()
  dark.addEventListener('change', paint)
  const style = document.createElement('style')
  style.textContent = INSPECTOR_STYLE + TIMELINE_STYLE
  document.head.append(style)
  const apps: unknown = JSON.parse(root.dataset['apps'] ?? '[]')
  createRoot(root).render(<InspectorPage apps={apps as string[]} />)
}

start()
