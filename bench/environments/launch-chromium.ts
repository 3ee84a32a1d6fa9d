import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'

/** Without windows where there is such a Chromium, as Playwright starts its own: nothing else runs beside the pages. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, args } = await findChromium({ shell: true })
  return chromium.launch({ executablePath, args: [...args] })
}
