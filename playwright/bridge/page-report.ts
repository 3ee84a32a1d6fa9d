export { script } from '../injected/report.ts?script'
