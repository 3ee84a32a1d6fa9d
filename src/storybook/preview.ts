/**
 * Preview annotations, which Storybook takes up for `addons: ['pusher-js-fake/storybook']` in its main
 * configuration.
 *
 * @module pusher-js-fake/storybook/preview
 */
import type { Renderer } from 'storybook/internal/csf'
import type { ProjectAnnotations } from 'storybook/internal/types'
import { createAnnotations } from './annotations.ts'

const annotations: ProjectAnnotations<Renderer> = createAnnotations()

export default annotations
