import type { Measurement, Section, WorkloadResult } from './result.ts'

/** The sections as tables for a terminal. */
export function printSections(sections: readonly Section[]): void {
  for (const { title, results } of sections) {
    console.log(`\n# ${title}`)
    for (const result of results) {
      console.log(`\n${result.workload}`)
      console.table(
        Object.fromEntries(
          result.measurements.map((measurement) => [
            measurement.peer,
            {
              median: figure(measurement.median, result.unit),
              ratio: ratio(result, measurement),
              'middle half': range(measurement, result.unit),
              samples: measurement.iterations,
            },
          ]),
        ),
      )
    }
  }
}

/** The sections as Markdown, one table each. */
export function toMarkdown(sections: readonly Section[]): string {
  return sections
    .map(({ title, results }) => {
      const rows = results.flatMap((result) =>
        result.measurements.map((measurement, index) =>
          cells([
            index === 0 ? result.workload : '',
            measurement.peer,
            figure(measurement.median, result.unit),
            ratio(result, measurement),
            range(measurement, result.unit),
          ]),
        ),
      )
      const head = [
        cells(['Work', 'By', 'Median', 'Ratio', 'Middle half']),
        cells(Array(5).fill('---')),
      ]
      return [`## ${title}`, '', ...head, ...rows].join('\n')
    })
    .join('\n\n')
}

function cells(values: readonly string[]): string {
  return `| ${values.join(' | ')} |`
}

/** To the first of the work. */
function ratio({ measurements }: WorkloadResult, { median }: Measurement): string {
  const first = measurements[0]?.median ?? Number.NaN
  return measurements.length === 1 ? '' : `${significant(median / first)} x`
}

function range(
  { quartiles: [low, high], iterations }: Measurement,
  unit: WorkloadResult['unit'],
): string {
  return iterations < 4 ? '' : `${figure(low, unit)} to ${figure(high, unit)}`
}

function figure(value: number, unit: WorkloadResult['unit']): string {
  if (unit !== 'ms') return `${significant(value)} ${unit}`
  return value < 1 ? `${significant(value * 1000)} µs` : `${significant(value)} ms`
}

function significant(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 })
}
