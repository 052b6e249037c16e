import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = 'test/golden';

/**
 * The kept form of a rendering that a person has read and found good. `UPDATE_GOLDEN=1` writes it anew, to be read again in the
 * diff; in CI a missing file is a failure.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : 'There is no such file.';
  const what = `${file}, which UPDATE_GOLDEN=1 writes anew, to be read in the diff`;
  expect({ [what]: text }).toEqual({ [what]: kept });
}
