import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeStale } from '../../scripts/build/remove-stale.ts';

it('keeps what was just built, and for a while what an app that runs may still load', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stale-'));
  mkdirSync(join(folder, 'chunks'));
  const files = { 'index.js': 1, 'chunks/old-kept.js': 1, 'chunks/old.js': 1, 'chunks/recent.js': 3 };
  for (const [name, seconds] of Object.entries(files)) {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), seconds, seconds);
  }
  const kept = new Set(['index.js', 'chunks/old-kept.js'].map((name) => join(folder, name)));

  await removeStale(folder, kept, new Date(2_000));

  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
    ['chunks', 'index.js', 'chunks/old-kept.js', 'chunks/recent.js'].sort(),
  );
  rmSync(folder, { recursive: true });
});
