import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const pages = execFileSync('git', ['ls-files', '--', '*.md', ':!scripts/docs/templates'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '');

/** The name that a Markdown renderer gives a heading: what a link says after its `#`. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

const withoutCode = (markdown: string) => markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
const anchorsOf = (markdown: string) =>
  [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** The links of a page to a file that is not there, or to a heading that its page does not have. */
function brokenLinks(page: string, markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      const text = path === '' ? markdown : readFileSync(target, 'utf8');
      return anchor !== undefined && !anchorsOf(text).includes(anchor);
    });
}

it.each(pages)('%s has no link that leads nowhere', (page) => {
  expect(brokenLinks(page, readFileSync(page, 'utf8'))).toEqual([]);
});

it('sees a missing file, a missing heading, and one in other letters', () => {
  const text =
    '# Some `code` (here)\n[a](#some-code-here) [b](#Some) [c](docs/none.md) [d](docs/api.md#problems) [e](docs/api.md#none)';
  expect(brokenLinks('README.md', text)).toEqual(['#Some', 'docs/none.md', 'docs/api.md#none']);
});
