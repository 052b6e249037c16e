import { readFileSync } from 'node:fs';
import { benches } from '../../scripts/bench/benches.ts';
import { type Figure, figureTable, verdictOf } from '../../scripts/bench/figure.ts';
import { withFigures } from '../../scripts/bench/performance-page.ts';

const figure: Figure = { name: 'pass', value: 1.1, unit: 'x', target: { atMost: 1.15 }, spread: [1, 1.2] };

describe('a figure', () => {
  it.each<[string, Partial<Figure>, string]>([
    ['is met at its limit', { value: 1.15 }, 'met'],
    ['is missed above what it may be at most', { value: 1.16 }, 'MISSED'],
    ['is missed below what it must be at least', { target: { atLeast: 1.8 } }, 'MISSED'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf({ ...figure, ...changes })).toBe(verdict);
  });

  it('that was not measured is neither met nor missed, and says so', () => {
    const { value: _, ...notMeasured } = { ...figure, note: 'no binary of it' };

    expect(verdictOf(notMeasured)).toBe('');
    expect(figureTable([notMeasured])).toMatch(/\| not measured +\|.*no binary of it/);
  });

  it('stands in a table with its target, its spread and what came of it', () => {
    expect(figureTable([figure]).split('\n')[2]).toBe('| pass   | ≤ 1.15 × | 1.1 ×    | 1 to 1.2 | met |           |');
  });
});

describe('docs/performance.md', () => {
  const page = readFileSync('docs/performance.md', 'utf8');

  it.each(Object.keys(benches))('has a place for the figures of %s, and says what they were measured on', (name) => {
    const part = page.split(`<!-- npm run bench -- ${name} -->\n`)[1]?.split('<!-- end -->')[0];

    expect(part).toMatch(/^$|^\n\| figure [\s\S]*\n_\d+ cores .*Node \d+\.\d+\.\d+, \d{4}-\d\d-\d\d\._\n\n$/);
  });

  it('gets new figures in the place of a part, and keeps the rest', () => {
    const before =
      'a\n<!-- npm run bench -- one -->\nold\n<!-- end -->\nb\n<!-- npm run bench -- two -->\n<!-- end -->\n';

    const after = withFigures(before, 'one', [figure], '_2 cores._');

    expect(after).toBe(before.replace('old\n', `\n${figureTable([figure])}\n\n_2 cores._\n\n`));
    expect(() => withFigures(before, 'three', [figure], '')).toThrow('three');
  });
});
