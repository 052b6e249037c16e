import { explainList, failureCause, type ListAccess, softened } from '../../shared/domain/explain-read.ts';
import { failureReasons } from '../../shared/domain/tracked-submission.ts';

const forbidden: ListAccess = { outcome: 'failed', failure: { reason: 'forbidden', status: 403 } };
const listed: ListAccess = { outcome: 'listed', count: 1 };

describe('an API that is asked for its list', () => {
  it('is well when it has something, and to be looked at when it is empty', () => {
    expect(explainList('Store API', listed)).toMatchObject({ status: 'ok' });
    const empty = explainList('Store API', { outcome: 'listed', count: 0 });
    expect(empty).toMatchObject({ status: 'warning', message: expect.stringContaining('associated with no account') });
  });

  it.each(failureReasons)('has a cause and a cure for %s', (reason) => {
    const { status, message } = explainList('Store API', { outcome: 'failed', failure: { reason, status: 418 } });
    expect(status).toBe('failed');
    expect(message).toMatch(/^[A-Z].{30,}\.$/s);
    expect(message).not.toContain('undefined');
  });

  it.each([
    [403, 'forbidden', /role Manager/],
    [401, 'unauthorized', /not associated/],
    [429, 'throttled', /PARTNER_CENTER_REQUESTS_PER_MINUTE/],
    [503, 'unavailable', /a fault \(503\)/],
    [undefined, 'unavailable', /cannot be reached/],
  ] as const)('names what %s %s means', (status, reason, expected) => {
    expect(failureCause({ reason, ...(status === undefined ? {} : { status }) })).toMatch(expected);
  });
});

describe('hardware and Store of one account', () => {
  const finding = explainList('hardware API', forbidden);

  it('fail where both are forbidden', () => {
    expect(softened(finding, forbidden, forbidden)).toEqual(finding);
  });

  it('are a warning where only one is, which is right for an account that has only the other', () => {
    expect(softened(finding, forbidden, listed)).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('403'),
    });
  });

  it('fail for any other reason', () => {
    const broken: ListAccess = { outcome: 'failed', failure: { reason: 'unavailable', status: 503 } };
    expect(softened(explainList('Store API', broken), broken, listed)).toMatchObject({ status: 'failed' });
  });
});
