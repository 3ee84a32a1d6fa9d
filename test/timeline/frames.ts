import type { TimelineFrame } from '../../src/timeline/timeline.ts'

/** A frame of the log; what matters to a test is given. */
export function frame(given: Partial<TimelineFrame> = {}): TimelineFrame {
  const { id = 1, event = 'created', channel, data = {} } = given
  return {
    id,
    time: id,
    direction: 'out',
    socketId: '1.1',
    event,
    raw: JSON.stringify({ event, channel, data }),
    ...given,
  }
}

/** A name that would end a script, begin a comment, run, or break a line of JavaScript. */
export const HOSTILE =
  '</script><script>document.title = "owned"</script><!--<img src=x onerror="document.title=1">\u2028"\''
