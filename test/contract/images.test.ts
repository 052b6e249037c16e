import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const folder = 'docs/images';
const pages = ['README.md', ...globSync('docs/*.md')];

/** Every image of every page, with what it says to whoever cannot see it. */
const shown = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, says = '', path = '']) => ({
    page,
    says,
    path: normalize(join(dirname(page), path)),
  })),
);

describe('images of the documentation', () => {
  it('show the list and a timeline in the README', () => {
    const paths = shown.filter(({ page }) => page === 'README.md').map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([`${folder}/dashboard-list.png`, `${folder}/dashboard-submission.png`]),
    );
  });

  it.each(shown)('$path in $page is there, small, and put into words', ({ path, says }) => {
    const bytes = readFileSync(path);
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(bytes.length).toBeLessThan(200_000);
    expect(says.length).toBeGreaterThan(20);
  });

  it('are all shown somewhere', () => {
    const files = readdirSync(folder).map((name) => `${folder}/${name}`);
    const paths = shown.map(({ path }) => path);
    expect(files.filter((file) => !paths.includes(file))).toEqual([]);
  });
});
