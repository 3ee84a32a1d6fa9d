import { expect, test } from 'vitest'
import { absoluteLinks } from '../../scripts/release/absolute-links.ts'

const repository = { url: 'https://github.com/acme/fake', ref: 'abc' }
const blob = 'https://github.com/acme/fake/blob/abc'
const raw = 'https://github.com/acme/fake/raw/abc'

test.for([
  ['a link', '[Limits](docs/limits.md#a)', `[Limits](${blob}/docs/limits.md#a)`],
  ['a link from here', '[Limits](./docs/limits.md)', `[Limits](${blob}/docs/limits.md)`],
  ['an image', '![One](a.png "Title")', `![One](${raw}/a.png "Title")`],
  ['an image in a link', '[![a.md](a.png)](a.md)', `[![a.md](${raw}/a.png)](${blob}/a.md)`],
  ['a text that is its address', '[a.md](a.md)', `[a.md](${blob}/a.md)`],
  ['a definition', '[Map][map]\n\n[map]: docs/map.md', `[Map][map]\n\n[map]: ${blob}/docs/map.md`],
  ['that of an image', '![][map]\n\n[map]: map.png', `![][map]\n\n[map]: ${raw}/map.png`],
  ['links in a table', '| a |\n| - |\n| [b](b.md) |', `| a |\n| - |\n| [b](${blob}/b.md) |`],
])('%s leads into the repository', ([, before, after]) => {
  expect(absoluteLinks(before ?? '', repository)).toBe(after)
})

test.for([
  ['another site', '[Pusher](https://pusher.com) <https://pusher.com> <me@example.com>'],
  ['a section', '[Why](#why)'],
  ['code', '`[a](b.md)`\n\n```md\n[a](b.md)\n```\n'],
  ['mail', '[Write](mailto:me@example.com)'],
])('%s stays as it is', ([, text]) => {
  expect(absoluteLinks(text ?? '', repository)).toBe(text)
})
