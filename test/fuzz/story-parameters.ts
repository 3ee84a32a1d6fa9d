import fc from 'fast-check'
import { AUTH_RULES } from '../../src/auth/auth-options.ts'
import { OPTION_RULES } from '../../src/server/options.ts'
import { parseParameters } from '../../src/storybook/parse-parameters.ts'
import { StorySession } from '../../src/storybook/story-session.ts'
import { text, value } from './garbage.ts'
import { withKeys } from './options.ts'
import { ownError } from './own-errors.ts'
import { type Target, target } from './target.ts'

const anything = fc.oneof({ weight: 1, arbitrary: value }, { weight: 2, arbitrary: text })
const member = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ id: fc.constantFrom('ada', 'bob', '__proto__'), info: anything }),
  },
  { weight: 3, arbitrary: withKeys(['id', 'info'], anything) },
  { weight: 1, arbitrary: value },
)
const listOf = (item: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: fc.array(item, { maxLength: 3 }) }, value)
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        channel: fc.constantFrom('room', 'presence-room', 'cache-room', 'private-encrypted-room'),
        event: fc.constantFrom('created', 'client-typing', '__proto__'),
        data: anything,
        after: fc.oneof(fc.constantFrom(0, 1e12), value),
        from: fc.oneof(fc.constant('ada'), value),
      },
      { requiredKeys: ['channel', 'event', 'after'] },
    ),
  },
  { weight: 3, arbitrary: withKeys(['channel', 'event', 'data', 'after', 'from'], anything) },
  { weight: 1, arbitrary: value },
)

const parameters = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .record(
        {
          logger: fc.constant(false),
          members: fc.oneof(
            fc.dictionary(fc.constantFrom('presence-room', 'presence-__proto__'), listOf(member)),
            listOf(
              fc.oneof(value, withKeys(['channel', 'members'], fc.oneof(text, listOf(member)))),
            ),
            value,
          ),
          events: listOf(event),
          script: listOf(event),
          faults: fc.oneof(
            withKeys(
              ['goOffline', 'stall', 'latency', 'refuseConnections', 'failSubscription'],
              fc.oneof(value, withKeys(['code', 'message', 'status', 'private-room'])),
            ),
            value,
          ),
        },
        { requiredKeys: ['logger'] },
      )
      .chain((known) =>
        withKeys(Object.keys({ ...OPTION_RULES, ...AUTH_RULES })).map((more) =>
          Object.keys(known).length > 2 ? known : { ...more, ...known },
        ),
      ),
  },
  { weight: 1, arbitrary: value },
)

/** `parameters.pusherFake` of a story, which is then entered and left. */
export const storyParameters: Target = target(
  'story parameters',
  10_000,
  parameters,
  async (given, count) => {
    for (const each of given) {
      try {
        const session = new StorySession('story', parseParameters(each, 'Story: Fuzz'))
        session.end(() => {})
        count('accepted')
      } catch (error) {
        count(ownError(error))
      }
    }
    await new Promise((resolve) => setImmediate(resolve))
  },
)
