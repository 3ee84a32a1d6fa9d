import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineBrowserProvider } from '@vitest/browser'
import { PreviewBrowserProvider } from '@vitest/browser-preview'
import type { BrowserProviderOption, TestProject } from 'vitest/node'
import { findFirefox } from '../../scripts/find-firefox.ts'
import { findWebKit } from '../../scripts/find-webkit.ts'

interface Engine {
  /** Of its program; undefined where it is not installed. */
  path(): string | undefined
  /** What to say then. */
  readonly missing: string
}

/** The engines of the run that Playwright's browsers do not stand for: browsers as a system has them. */
export const ENGINES: Readonly<Record<'firefox' | 'webkit', Engine>> = {
  firefox: {
    path: findFirefox,
    missing: 'No Firefox was found: set FIREFOX_PATH, or install Debian\'s "firefox-esr".',
  },
  webkit: {
    path: () => findWebKit()?.miniBrowser,
    missing:
      'No WebKitGTK was found: set WEBKIT_PATH to its MiniBrowser, or install Debian\'s "webkit2gtk-driver", "xvfb" and "xauth".',
  },
}

export type EngineName = keyof typeof ENGINES

/** What starts a browser with a profile of its own. */
function commandOf(engine: string, profile: string, url: string): readonly [string, string[]] {
  if (engine === 'firefox') {
    // It does not ask whether it is the default, nor for pages of its own, nor to be restored.
    const preferences = [
      'browser.shell.checkDefaultBrowser',
      'browser.startup.homepage_override.mstone',
      'datareporting.policy.dataSubmissionEnabled',
      'browser.sessionstore.resume_from_crash',
      // Else it makes a socket wait the longer, the more have been closed before they were open.
      'network.websocket.delay-failed-reconnects',
    ].map((name) => `user_pref('${name}', ${name.endsWith('mstone') ? '"ignore"' : 'false'});`)
    writeFileSync(join(profile, 'user.js'), preferences.join('\n'))
    const args = ['--headless', '--no-remote', '--new-instance', '--profile', profile, url]
    return [findFirefox() ?? 'firefox', args]
  }
  const webKit = findWebKit()
  if (webKit === undefined) throw new Error(ENGINES.webkit.missing)
  return [webKit.xvfbRun, ['-a', webKit.miniBrowser, '--ignore-tls-errors', url]]
}

/** Vitest's provider for any browser, with one that it starts and ends itself. */
class SystemBrowserProvider extends PreviewBrowserProvider {
  readonly #engine: string
  readonly #started: { readonly child: ChildProcess; readonly profile: string }[] = []

  constructor(project: TestProject) {
    super(project)
    this.#engine = project.config.browser.name
  }

  override async openPage(_sessionId: string, url: string): Promise<void> {
    const profile = mkdtempSync(join(tmpdir(), `pusher-js-fake-${this.#engine}-`))
    const [command, args] = commandOf(this.#engine, profile, url)
    const child = spawn(command, args, {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, HOME: profile, XDG_CACHE_HOME: profile, XDG_CONFIG_HOME: profile },
    })
    child.on('error', (error) => this.#fail(error.message))
    child.on('exit', (code) => code !== null && this.#fail(`it ended with ${code}`))
    this.#started.push({ child, profile })
  }

  override async close(): Promise<void> {
    for (const { child, profile } of this.#started.splice(0)) {
      child.removeAllListeners('exit')
      await ended(child)
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  #fail(cause: string): void {
    console.error(`${this.#engine} did not run: ${cause}`)
  }
}

/** Ends a browser with all the processes that it has started. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return
  const group = -child.pid
  const exit = new Promise((resolve) => child.once('exit', resolve))
  process.kill(group, 'SIGTERM')
  const impatient = setTimeout(() => process.kill(group, 'SIGKILL'), 5_000)
  await exit
  clearTimeout(impatient)
}

/** The provider for `browser.provider`; an instance names its engine. */
export function systemBrowser(): BrowserProviderOption {
  return defineBrowserProvider({
    name: 'preview',
    providerFactory: (project) => new SystemBrowserProvider(project),
  })
}
