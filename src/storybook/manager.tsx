/**
 * The panel, in Storybook's manager.
 *
 * @module
 */
import { AddonPanel } from 'storybook/internal/components'
import { addons, types } from 'storybook/manager-api'
import { StorybookPanel } from './storybook-panel.tsx'

const ADDON_ID = 'pusher-js-fake'

addons.register(ADDON_ID, () => {
  addons.add(`${ADDON_ID}/panel`, {
    type: types.PANEL,
    title: 'Pusher',
    match: ({ viewMode }) => viewMode === 'story',
    render: ({ active }) => (
      <AddonPanel active={active ?? false} hasScrollbar={false}>
        <StorybookPanel />
      </AddonPanel>
    ),
  })
})
