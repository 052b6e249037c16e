import { readFileSync } from 'node:fs';
import { costTable } from '../../scripts/cost/cost-table.ts';
import { prices } from '../../scripts/cost/prices.ts';

// That both pages name what there is, is checked beside the templates (infra.test.ts), each check with a page that fails it.
describe('docs/operate.md', () => {
  it('has the table that "npm run cost" prints', () => {
    const operate = readFileSync('docs/operate.md', 'utf8');
    const [, table] = /<!-- npm run cost -->\n\n([\s\S]*?)\n\n<!-- end -->/.exec(operate) ?? [];
    expect(table).toBe(costTable());
  });
});

describe('what a month costs', () => {
  it('follows the prices', () => {
    expect(costTable({ ...prices, serviceBusBase: 20 })).not.toBe(costTable());
  });

  it('is named for each size', () => {
    expect(costTable().split('\n')[0]).toMatch(/Tracked .*\| +10 \| +1,000 \| +100,000 \|/);
  });
});
