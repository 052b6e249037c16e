import { readFileSync } from 'node:fs';
import { eventNames } from '../../shared/contract/event.ts';

it('the README says of every type of event when it comes', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, section = ''] = /^## Events\n([\s\S]*?)^## /m.exec(readme) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.map((name) => `submission.${name}`).sort()).toEqual([...eventNames].sort());
});
