import { test as base, type Locator, type Page } from '@playwright/test'
import { renderTimeline, type Timeline } from 'pusher-js-fake/timeline'

const URL = 'http://timeline.test/'

/** The page of a report, as a reader sees it. */
class TimelinePage {
  readonly page: Page
  /** What the page asked the network for, itself aside. */
  readonly requests: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('request', (request) => {
      if (request.url() !== URL) this.requests.push(request.url())
    })
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Frames' })
  }

  get rows(): Locator {
    return this.page.getByRole('treeitem')
  }

  get active(): Locator {
    return this.page.locator('.pjt-active')
  }

  get details(): Locator {
    return this.page.getByRole('region', { name: 'Details' })
  }

  async open(timeline: Timeline): Promise<void> {
    const body = renderTimeline(timeline)
    await this.page.route(URL, (route) => route.fulfill({ contentType: 'text/html', body }))
    await this.page.goto(URL)
  }

  row(name: RegExp): Locator {
    return this.page.getByRole('treeitem', { name })
  }
}

export const test: ReturnType<typeof base.extend<{ timeline: TimelinePage }>> = base.extend<{
  timeline: TimelinePage
}>({
  timeline: async ({ page }, use) => use(new TimelinePage(page)),
})
