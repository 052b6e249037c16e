import { readView } from '../../shared/domain/read-view.ts';
import type { Outcome } from '../../shared/domain/snapshot.ts';
import type { Kind } from '../../shared/domain/submission-key.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anUnreadSubmission, aSubmission } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';

describe('the view that is read', () => {
  it('is the full one at first sight, which has the name', () => {
    expect(readView(anUnreadSubmission())).toBe('full');
  });

  it.each<[Kind, string, Outcome, string]>([
    ['addon', 'Certification', 'inProgress', 'status'],
    ['addon', 'Release', 'inProgress', 'full'],
    ['app', 'release', 'waiting', 'full'],
    ['app', 'Published', 'succeeded', 'full'],
    ['flight', 'Published', 'succeeded', 'full'],
    ['addon', 'Published', 'succeeded', 'status'],
    ['app', 'CertificationFailed', 'failed', 'status'],
  ])('of %s in %s (%s) is the %s one', (kind, state, outcome, view) => {
    const submission = aSubmission({ key: aSubmissionKey(kind), snapshot: aSnapshot({ state, outcome }) });
    expect(readView(submission)).toBe(view);
  });
});
