import { markdownTable } from '../markdown-table.ts';
import { type CountedOperations, countedOperations } from './counted-operations.ts';
import { type Deployment, monthlyCost } from './monthly-cost.ts';
import { type Prices, prices } from './prices.ts';

const sizes = [10, 1_000, 100_000] as const;
const usual: Omit<Deployment, 'tracked'> = { memoryGb: 2, channels: 2, requestsPerMinute: 20 };

/** A Markdown table: a column for each number of tracked submissions. */
export function costTable(given: Prices = prices, operations: CountedOperations = countedOperations): string {
  const costs = sizes.map((tracked) => monthlyCost({ ...usual, tracked }, given, operations));
  const small = sizes.map((tracked) => monthlyCost({ ...usual, tracked, memoryGb: 0.5 }, given, operations));
  const count = (value: number) => Math.round(value).toLocaleString('en-US');
  const money = (value: number) => `$${value.toFixed(2)}`;
  const rows = [
    ['Reads a month', ...costs.map(({ reads }) => count(reads))],
    ['Minutes between two, in flight', ...costs.map(({ minutesBetweenReads }) => minutesBetweenReads.toFixed(1))],
    ['Events a month', ...costs.map(({ events }) => count(events))],
    ['Table operations a month', ...costs.map(({ tableOperations }) => count(tableOperations))],
    ...Object.keys(costs[0]?.dollars ?? {}).map((name) => [
      name,
      ...costs.map(({ dollars }) => money(dollars[name] ?? 0)),
    ]),
    ['**A month, with 2048 MB**', ...costs.map(({ total }) => `**${money(total)}**`)],
    ['A month, with 512 MB', ...small.map(({ total }) => money(total))],
  ];
  return markdownTable(['Tracked', ...sizes.map(count)], rows, 1);
}
