import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import { PUSHER_FAKE_RB } from './pusher-fake-rb.ts'

/** @returns undefined when there is no Rails app that has the `pusher` gem */
export function proposeRails(project: Project): Proposal | undefined {
  const gemfile = project.find(['Gemfile'])
  if (gemfile === undefined || !/^\s*gem\s+['"]pusher['"]/m.test(readFileSync(gemfile, 'utf8'))) {
    return undefined
  }
  const rspec = existsSync(join(project.root, 'spec'))
  const folder = rspec ? 'spec' : 'test'
  const path = join(project.root, folder, 'support', 'pusher_fake.rb')
  if (existsSync(path)) return { tool: 'Rails', settled: `${project.show(path)} is there` }
  const helper = rspec ? 'spec/rails_helper.rb' : 'test/test_helper.rb'
  return {
    tool: 'Rails',
    files: [{ path, content: PUSHER_FAKE_RB }],
    manual: [
      {
        what: `In ${helper}, before the line that requires config/environment:`,
        lines: ['require_relative "support/pusher_fake"'],
      },
      {
        what: rspec
          ? `In ${helper}, in RSpec.configure:`
          : 'In test/application_system_test_case.rb, in the class:',
        lines: rspec
          ? ['config.before(type: :system) { PusherFake.reset }']
          : ['setup { PusherFake.reset }'],
      },
    ],
    commands: [rspec ? 'bundle exec rspec' : 'bin/rails test:system'],
  }
}
