import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import { backendFile } from './backend-file.ts'

/** Where a Python project names what it depends on. */
const MANIFESTS = [
  'pyproject.toml',
  'requirements.txt',
  'requirements/base.txt',
  'Pipfile',
  'setup.cfg',
  'setup.py',
]

/** @returns undefined when there is no Python project that has the package `pusher` */
export function proposeDjango(project: Project): Proposal | undefined {
  const manifests = MANIFESTS.map((name) => join(project.root, name)).filter((path) =>
    existsSync(path),
  )
  const packages = manifests.map((path) => readFileSync(path, 'utf8')).join('\n')
  if (!/^\s*["']?pusher\b(?!-)/im.test(packages) && !/["']pusher\b(?!-)/i.test(packages)) {
    return undefined
  }
  const isDjango = existsSync(join(project.root, 'manage.py'))
  const tool = isDjango ? 'Django' : 'Python'
  const path = join(project.root, 'pusher_fake.py')
  if (existsSync(path)) return { tool, settled: `${project.show(path)} is there` }
  const conftest = join(project.root, 'conftest.py')
  const usesPytest = /pytest/i.test(packages) || existsSync(conftest)
  const plugin = 'pytest_plugins = ["pusher_fake"]'
  const files = [{ path, content: backendFile('python/pusher_fake.py') }]
  if (!usesPytest) {
    return {
      tool,
      files,
      manual: [
        {
          what: 'In each test case that has to do with Pusher:',
          lines: [
            'from pusher_fake import PusherFakeMixin',
            'class OrderTest(PusherFakeMixin, TestCase):',
          ],
        },
      ],
      commands: [isDjango ? 'python manage.py test' : 'python -m unittest'],
    }
  }
  const isNew = !existsSync(conftest)
  return {
    tool,
    files: isNew ? [...files, { path: conftest, content: `${plugin}\n` }] : files,
    ...(!isNew && { manual: [{ what: 'In conftest.py:', lines: [plugin] }] }),
    commands: ['pytest'],
  }
}
