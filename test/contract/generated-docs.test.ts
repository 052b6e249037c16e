import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applicationProperties } from '../../scripts/docs/application-properties.ts';
import { exampleOfEach } from '../../scripts/docs/example-of-each.ts';
import { fillTemplate } from '../../scripts/docs/fill-template.ts';
import { generatedDocs } from '../../scripts/docs/generated-docs.ts';
import { printJson } from '../../scripts/docs/print-json.ts';
import { publishedNames } from '../../scripts/docs/published-events.ts';
import { markdownTable } from '../../scripts/markdown-table.ts';

const root = process.cwd();
const docs = generatedDocs(root);

describe('the generated documents', () => {
  it.each([...docs.keys()])('%s is what "npm run docs" writes', (path) => {
    expect(readFileSync(join(root, 'docs', path), 'utf8')).toBe(docs.get(path));
  });

  it('are the same each time', () => {
    expect([...generatedDocs(root)]).toEqual([...docs]);
  });

  it('have a schema and an example of each event type, and none of another', () => {
    const expected = publishedNames.flatMap((name) => [`${name}.example.json`, `${name}.schema.json`]);
    expect(readdirSync(join(root, 'docs/events')).sort()).toEqual(expected.sort());
  });

  it('say that they are generated, but for the examples, which are events and nothing else', () => {
    const silent = [...docs].filter(([, text]) => !text.slice(0, 300).includes('npm run docs'));
    expect(silent.map(([path]) => path)).toEqual(publishedNames.map((name) => `events/${name}.example.json`));
  });

  it('link to nothing that is not there', () => {
    const pages = [...docs].filter(([path]) => path.endsWith('.md'));
    const links = pages.flatMap(([, text]) => [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, to]) => to ?? ''));
    expect(links.length).toBeGreaterThan(publishedNames.length);
    expect(links.filter((to) => !exists(to))).toEqual([]);
  });
});

describe('the parts of documents', () => {
  it('refuse a template that does not fit', () => {
    expect(fillTemplate('a {{b}} c {{b}}', { b: '$&' })).toBe('a $& c $&');
    expect(() => fillTemplate('{{b}}', {})).toThrow('asks for b');
    expect(() => fillTemplate('a', { b: '' })).toThrow('does not ask for b');
  });

  it('refuse application properties that messages do not have', () => {
    expect(applicationProperties(Object.values(exampleOfEach())).map(({ name }) => name)).toContain('severity');
    expect(() => applicationProperties([])).toThrow('No message carries');
  });

  it('print JSON that says the same', () => {
    const value = { a: [1, 'b', null], b: [{ c: {} }], d: ['x'.repeat(120)], e: [], 'f-g': undefined };
    expect(JSON.parse(printJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(printJson(value)).toContain('  "a": [1, "b", null],\n');
  });

  it('line up tables, and let no cell end a column', () => {
    expect(markdownTable(['a', 'b'], [['long text', 'x|y']])).toBe(
      '| a         | b    |\n| --------- | ---- |\n| long text | x\\|y |',
    );
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(join(root, 'docs', path));
    return true;
  } catch {
    return false;
  }
}
