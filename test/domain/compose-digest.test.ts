import { composeDigest } from '../../shared/domain/compose-digest.ts';
import { composeNotification } from '../../shared/domain/compose-notification.ts';
import type { Told } from '../../shared/domain/told-events.ts';
import { exampleWith } from '../support/example-events.ts';
import { failure, told } from '../support/webhook-answers.ts';

const issue = (code: string, details: string) => ({ severity: 'error', code, details });
const errors = (...issues: readonly object[]) =>
  told(exampleWith('submission.errors-raised', { name: 'Maps', issues }));
const failed = told(exampleWith('submission.state-changed', { ...failure, name: 'Maps' }));
function lineOf(events: Told): string {
  const line = composeDigest([events]).sections[0]?.lines[0];
  return `${line?.text}${line?.detail}`;
}

describe('a line of a digest', () => {
  it('says what is wrong in its own words, and how much more is', () => {
    expect(lineOf([errors(issue('Other', 'No icon.'))])).toBe('Maps: Errors: Other: No icon.');
    expect(lineOf([errors(issue('A', 'No icon.'), issue('B', ''), issue('C', ''))])).toBe(
      'Maps: Errors: A: No icon. (and 2 more)',
    );
  });

  it('says why something failed, where its pass did', () => {
    expect(lineOf([failed])).toBe('Maps: Failed: Certification → CertificationFailed');
    expect(lineOf([failed, errors(issue('Other', 'No icon.'))])).toBe(
      'Maps: Failed: Certification → CertificationFailed; Other: No icon. (and 1 more event)',
    );
  });

  it('takes no warning for the reason of a failure', () => {
    const warnings = told(exampleWith('submission.warnings-raised', { name: 'Maps' }));
    expect(lineOf([warnings, failed])).toMatch(/^Maps: Failed: Certification → CertificationFailed \(and 1 more event/);
  });

  it('counts also where the words are cut', () => {
    const line = lineOf([errors(issue('Other', 'word '.repeat(200)), issue('B', ''))]);
    expect(line).toMatch(/… \(and 1 more\)$/);
    expect(line.length).toBeLessThan(250);
  });

  it('says of nothing that it is wrong where it was cleared', () => {
    const cleared = told(exampleWith('submission.issues-cleared', { name: 'Maps', issues: [issue('A', 'x')] }));
    expect(lineOf([cleared])).toBe('Maps: Issues cleared: 1');
  });
});

it('a message names a submission without a name once', () => {
  const named = composeNotification([failed], undefined);
  expect([named.title, named.subtitle]).toEqual(['Maps', 'Error · Add-on submission 1152921505689378154']);
  const nameless = composeNotification(
    [told(exampleWith('submission.state-changed', { ...failure, name: undefined }))],
    undefined,
  );
  expect([nameless.title, nameless.subtitle]).toEqual(['Add-on submission 1152921505689378154', 'Error']);
});
