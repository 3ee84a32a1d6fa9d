import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fileOf, quote } from '../code.ts'
import { isOlder, type Project, resolveFrom } from '../project.ts'
import type { Edit, Manual, NewFile, Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'

const ADDON = 'pusher-js-fake/storybook'
const EXTENSIONS = ['ts', 'tsx', 'js', 'jsx', 'mts', 'mjs']

/** Storybook's own way to change a configuration, as `storybook add` uses it. */
interface ConfigTools {
  loadConfig(code: string): { parse(): ConfigFile }
  formatConfig(config: ConfigFile): string
}

interface ConfigFile {
  appendValueToArray(path: string[], value: unknown): void
  setFieldValue(path: string[], value: unknown): void
}

/** @returns undefined when the project has no Storybook */
export async function proposeStorybook(
  project: Project,
  settings: PusherSettings,
): Promise<Proposal | undefined> {
  const main = findIn(project, 'main')
  if (main === undefined) return undefined
  const tool = 'Storybook'
  const preview = findIn(project, 'preview')
  const mainText = readFileSync(main, 'utf8')
  const previewText = preview === undefined ? '' : readFileSync(preview, 'utf8')
  const user = mainText.includes(ADDON) ? main : previewText.includes(ADDON) ? preview : undefined
  if (user !== undefined) return { tool, settled: `${project.show(user)} has the addon` }
  if (isOlder(project, 'storybook', [9])) {
    return { tool, settled: 'the addon needs Storybook 9 or later' }
  }

  const tools = await loadTools(project)
  const edits: Edit[] = []
  const files: NewFile[] = []
  const manual: Manual[] = []
  const change = (path: string, before: string, how: (file: ConfigFile) => void, line: string) => {
    const after = tools && changed(tools, before, how)
    if (after === undefined) manual.push({ what: `In ${project.show(path)}:`, lines: [line] })
    else edits.push({ path, before, after })
  }

  change(
    main,
    mainText,
    (file) => file.appendValueToArray(['addons'], ADDON),
    `addons: [/* yours */ '${ADDON}'],`,
  )
  const { key } = settings
  if (key !== undefined) {
    const line = `parameters: { pusherFake: { key: ${quote(key)} } },`
    if (preview === undefined) {
      const extension = project.typescript ? 'ts' : 'js'
      const path = join(project.root, '.storybook', `preview.${extension}`)
      files.push({ path, content: fileOf('export default {', `  ${line}`, '}') })
    } else {
      const how = (file: ConfigFile) => file.setFieldValue(['parameters', 'pusherFake', 'key'], key)
      change(preview, previewText, how, line)
    }
  }
  return {
    tool,
    files,
    edits,
    manual,
    commands: [project.runCommand(['storybook', 'dev', '-p', '6006'])],
  }
}

function findIn(project: Project, name: string): string | undefined {
  return project.find(EXTENSIONS.map((extension) => `.storybook/${name}.${extension}`))
}

/** @returns undefined when Storybook is not installed */
async function loadTools(project: Project): Promise<ConfigTools | undefined> {
  const path = resolveFrom(project, 'storybook/internal/csf-tools')
  if (path === undefined) return undefined
  try {
    const tools: Partial<ConfigTools> = await import(pathToFileURL(path).href)
    return isConfigTools(tools) ? tools : undefined
  } catch {
    return undefined
  }
}

function isConfigTools(tools: Partial<ConfigTools>): tools is ConfigTools {
  return typeof tools.loadConfig === 'function' && typeof tools.formatConfig === 'function'
}

/** @returns undefined when Storybook cannot make the change, so that the reader has to */
function changed(
  { loadConfig, formatConfig }: ConfigTools,
  before: string,
  how: (file: ConfigFile) => void,
): string | undefined {
  try {
    const file = loadConfig(before).parse()
    how(file)
    const after = formatConfig(file)
    return after === before ? undefined : after
  } catch {
    return undefined
  }
}
