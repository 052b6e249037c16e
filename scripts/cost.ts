import { parseArgs } from 'node:util';
import { costTable } from './cost/cost-table.ts';
import { type Prices, prices } from './cost/prices.ts';

/** `npm run cost -- --price logGb=2.3`: what a month costs, by counted operations and stated prices. */
const { values } = parseArgs({ options: { price: { type: 'string', multiple: true, default: [] } } });
const given: Record<string, number> = {};
for (const pair of values.price) {
  const [name = '', amount = ''] = pair.split('=');
  if (!(name in prices) || !/^\d+(\.\d+)?$/.test(amount)) {
    console.error(
      `--price ${pair}: there are ${Object.entries(prices)
        .map((one) => one.join('='))
        .join(' ')}`,
    );
    process.exit(2);
  }
  given[name] = Number(amount);
}
console.log(costTable({ ...prices, ...given } satisfies Prices));
