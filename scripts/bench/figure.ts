import { markdownTable } from '../markdown-table.ts';

/** One measured figure, as it is printed. Ratios and counts; absolute times only beside them, as they are the machine's. */
export interface Figure {
  readonly name: string;
  /** Median of the rounds, or a count. Absent: it could not be measured here, and the note says why. */
  readonly value?: number;
  readonly unit: 'x' | 'ms' | 'MB' | 'KB' | 's' | 'count' | 'percent';
  /** Least and greatest of the rounds. */
  readonly spread?: readonly [least: number, greatest: number];
  readonly target?: Target;
  /** What stands behind it, for example the floor in absolute time. */
  readonly note?: string;
}

type Target = { readonly atMost: number } | { readonly atLeast: number };

export interface BenchOptions {
  /** Paths of further Node binaries. */
  readonly nodes: readonly string[];
}

/** A part of the benchmark: measures and returns. What it starts it stops. */
export type Bench = (options: BenchOptions) => Promise<readonly Figure[]>;

/** Whether a figure is within its target; empty where it has none, or was not measured. */
export function verdictOf({ value, target }: Figure): 'met' | 'MISSED' | '' {
  if (target === undefined || value === undefined) return '';
  return ('atMost' in target ? value <= target.atMost : value >= target.atLeast) ? 'met' : 'MISSED';
}

/** A Markdown table. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    targetText(figure),
    figure.value === undefined ? 'not measured' : `${numberText(figure.value)}${unitText(figure.unit)}`,
    figure.spread === undefined ? '' : figure.spread.map(numberText).join(' to '),
    verdictOf(figure),
    figure.note ?? '',
  ]);
  return markdownTable(['figure', 'target', 'measured', 'spread', '', 'beside it'], rows);
}

function targetText({ target, unit }: Figure): string {
  if (target === undefined) return '';
  const [sign, limit] = 'atMost' in target ? ['≤', target.atMost] : ['≥', target.atLeast];
  return `${sign} ${numberText(limit)}${unitText(unit)}`;
}

function unitText(unit: Figure['unit']): string {
  return { x: ' ×', ms: ' ms', MB: ' MB', KB: ' KB', s: ' s', count: '', percent: ' %' }[unit];
}

function numberText(value: number): string {
  return Number(value.toPrecision(Math.abs(value) >= 1000 ? 6 : 3)).toLocaleString('en-US');
}
