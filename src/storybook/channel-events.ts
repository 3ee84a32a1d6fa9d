/** The event on Storybook's channel that carries what the preview tells the panel. */
export const TO_PANEL = 'pusher-js-fake/to-panel'
/** The event on Storybook's channel that carries what the panel asks of the preview. */
export const TO_PREVIEW = 'pusher-js-fake/to-preview'
