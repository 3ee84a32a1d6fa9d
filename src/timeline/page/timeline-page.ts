import type { Timeline } from '../timeline.ts'
import { mountTimeline } from '../view/mount-timeline.ts'
import { themeButton } from './theme-button.ts'

/** Runs in the page that `renderTimeline` makes, whose elements these are. */
function start(): void {
  const host = document.getElementById('timeline')
  const data = document.getElementById('data')
  if (host === null || data === null) return
  const timeline = JSON.parse(data.textContent) as Timeline
  document.querySelector('header')?.append(themeButton(document.documentElement))
  mountTimeline(host, timeline)
  host.querySelector<HTMLElement>('[role=tree]')?.focus({ preventScroll: true })
}

start()
