/** Where the control API lives. */
export const CONTROL_PREFIX = '/control/v1'
