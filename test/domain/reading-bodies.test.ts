import { parseHardware } from '../../shared/adapters/partner-center/hardware.ts';
import { parseMsiExe, parseOngoing } from '../../shared/adapters/partner-center/msi-exe.ts';
import { retryAfterSeconds } from '../../shared/adapters/partner-center/retry-after.ts';
import { parsePointers, parseStore } from '../../shared/adapters/partner-center/store.ts';
import { UnreadableBodyError } from '../../shared/errors.ts';
import { aProductKey } from '../support/a-product.ts';
import { noon } from '../support/a-submission.ts';

const store = (statusDetails: unknown) => parseStore({ status: 'Certification', statusDetails });
const reports = (...certificationReports: unknown[]) => store({ certificationReports }).reports;
const msi = (responseData: unknown, errors: unknown = null) => parseMsiExe({ isSuccess: true, errors, responseData });

it.each([{}, { id: '9NSAMPLE0ADN' }, { message: 'ok' }])(
  'an answer that is not of the product is not one without submissions: %j',
  (body) => {
    expect(() => parsePointers(aProductKey('app:9NSAMPLE0APP'), body)).toThrow(UnreadableBodyError);
  },
);

describe('a hardware body', () => {
  const workflow = (workflowStatus: unknown, more: object = {}) =>
    parseHardware({ commitStatus: 'CommitComplete', workflowStatus, ...more });

  it.each([
    ['step and state', { currentStep: 'signing', state: 'started' }, 'signing/started'],
    ['a number as step', { currentStep: 4, state: 'started' }, '4/started'],
    ['no step', { state: 'failed' }, 'unknown/failed'],
    ['no state', { currentStep: 'signing', state: null }, 'signing/unknown'],
    ['an empty workflow', {}, 'CommitComplete'],
    ['no workflow', null, 'CommitComplete'],
  ])('with %s has the state that says so', (_what, status, state) => {
    expect(workflow(status).state).toBe(state);
  });

  it('whose commit failed is that, whatever its workflow says', () => {
    const body = { commitStatus: 'commitFailed', workflowStatus: { currentStep: 'preparation', state: 'started' } };
    expect(parseHardware(body).state).toBe('commitFailed');
  });

  it('takes the messages of a failed step for errors and others for warnings, with the step as code', () => {
    const messages = ['  One\n', null, '', 'Two'];
    expect(
      workflow({ currentStep: 'validation', state: 'failed', messages }, { downloads: { messages: ['Three'] } }),
    ).toMatchObject({
      errors: [
        { severity: 'error', code: 'validation', details: 'One' },
        { severity: 'error', code: 'validation', details: 'Two' },
      ],
      warnings: [{ severity: 'warning', code: 'downloads', details: 'Three' }],
    });
    expect(workflow({ currentStep: 'validation', state: 'started', messages: ['One'] })).toMatchObject({
      errors: [],
      warnings: [{ severity: 'warning', code: 'validation', details: 'One' }],
    });
  });

  it('does not state issues where it has no messages at all', () => {
    expect(workflow({ currentStep: 'signing', state: 'started' })).not.toHaveProperty('errors');
    expect(workflow({ currentStep: 'signing', state: 'started' }, { downloads: { items: [] } })).not.toHaveProperty(
      'warnings',
    );
  });

  it('tells of downloads their types alone, and of a report its link', () => {
    const items = [
      null,
      { type: 'InitialPackage', url: 'https://x.example/1?sig=a' },
      { type: 'signedPackage', url: 'https://x.example/2?sig=b' },
      { type: 'CertificationReport', url: 'https://x.example/3' },
      { type: 'certificationReport', url: null },
      { type: null, url: 'https://x.example/4' },
    ];
    expect(workflow(null, { downloads: { items } })).toEqual({
      state: 'CommitComplete',
      artifacts: ['signedPackage'],
      reports: [{ url: 'https://x.example/3' }, {}],
    });
  });
});

describe('a Store body', () => {
  it('states nothing that is null, absent or empty', () => {
    const body = { status: ' Certification ', friendlyName: '', targetPublishMode: null, statusDetails: null };
    expect(parseStore(body)).toEqual({ state: 'Certification' });
    expect(store({ errors: null, warnings: null, certificationReports: null })).toEqual({ state: 'Certification' });
    expect(store({ errors: [], certificationReports: [null] })).toEqual({
      state: 'Certification',
      errors: [],
      reports: [],
    });
  });

  it('has issues in several shapes, and none for placeholders', () => {
    const errors = [
      { code: 'Other', details: 'a' },
      { code: 'Other' },
      { details: 'b' },
      { message: 'c' },
      'd',
      null,
      { code: 'none', details: 'string' },
      {},
    ];
    expect(store({ errors }).errors?.map(({ code, details }) => [code, details])).toEqual([
      ['Other', 'a'],
      ['Other', ''],
      ['Unknown', 'b'],
      ['Unknown', 'c'],
      ['Unknown', 'd'],
    ]);
  });

  it('loses the signatures in its texts', () => {
    const details = 'See https://x.example/log?sv=1&sig=abc for more';
    expect(store({ errors: [{ code: 'Other', details }] }).errors?.[0]?.details).toBe(
      'See https://x.example/log?[removed] for more',
    );
  });

  it.each([
    ['2025-05-22T14:03:11.5170000Z', '2025-05-22T14:03:11.517Z'],
    ['2025-05-22T14:03:11Z', '2025-05-22T14:03:11.000Z'],
    ['2025-05-22T14:03:11', '2025-05-22T14:03:11.000Z'],
    ['2025-05-22T16:03:11+02:00', '2025-05-22T14:03:11.000Z'],
    ['2025-05-22', '2025-05-22T00:00:00.000Z'],
  ])('reads the report date %s as the instant %s', (date, instant) => {
    expect(reports({ date })).toEqual([{ date: instant }]);
  });

  it.each(['1601-01-01T00:00:00Z', 'soon', '', null, '+012025-05-22T14:03:11Z'])(
    'has no date where a report says "%s", and no report with nothing else',
    (date) => {
      expect(reports({ date }, { date, reportUrl: 'https://x.example/r' })).toEqual([{ url: 'https://x.example/r' }]);
    },
  );

  it('has no link where a report has one that is none', () => {
    expect(reports({ date: '2025-05-22T14:03:11Z', reportUrl: 'javascript:alert(1)' }, { reportUrl: 'x' })).toEqual([
      { date: '2025-05-22T14:03:11.000Z' },
    ]);
  });

  it.each([
    ['is not gradual', { isPackageRollout: false, packageRolloutPercentage: 0 }, null],
    ['says nothing', {}, null],
    [
      'is gradual',
      { isPackageRollout: true, packageRolloutPercentage: 12.5, packageRolloutStatus: 'P' },
      { percentage: 12.5, status: 'P' },
    ],
    ['says no more', { isPackageRollout: true }, { percentage: 0, status: 'Unknown' }],
  ])('whose rollout %s', (_what, packageRollout, rollout) => {
    expect(parseStore({ status: 'Published', packageDeliveryOptions: { packageRollout } }).rollout).toEqual(rollout);
  });
});

describe('an MSI/EXE answer', () => {
  it('can succeed and warn', () => {
    const errors = [
      { code: 'Warning', message: 'a' },
      { code: 'x', message: 'b' },
    ];
    expect(msi({ publishingStatus: 'INPROGRESS' }, errors)).toEqual({
      state: 'INPROGRESS',
      errors: [{ severity: 'error', code: 'x', details: 'b' }],
      warnings: [{ severity: 'warning', code: 'Warning', details: 'a' }],
    });
  });

  it.each([true, false])('says whether a failure is final: %s', (hasFailed) => {
    expect(msi({ publishingStatus: 'FAILED', hasFailed }).hasFailed).toBe(hasFailed);
  });

  it('does not say so where it is null', () => {
    expect(msi({ publishingStatus: 'FAILED', hasFailed: null })).not.toHaveProperty('hasFailed');
  });
});

describe('a body that is not what the API sends', () => {
  it.each<[string, () => unknown]>([
    ['a list for a driver', () => parseHardware([])],
    ['a driver without any state', () => parseHardware({ id: 1, workflowStatus: null })],
    ['a driver with a text for its workflow', () => parseHardware({ workflowStatus: 'signing' })],
    ['null for a Store submission', () => parseStore(null)],
    ['a Store submission without a status', () => parseStore({ statusDetails: {} })],
    ['a Store submission with an empty status', () => parseStore({ status: ' ' })],
    ['a Store submission with a list for its status', () => parseStore({ status: ['Published'] })],
    ['an MSI/EXE answer without its data', () => msi(null)],
    [
      'an MSI/EXE answer of a failed call',
      () => parseMsiExe({ isSuccess: false, responseData: { publishingStatus: 'PUBLISHED' } }),
    ],
    ['an MSI/EXE product without its data', () => parseOngoing({ isSuccess: true, responseData: null })],
    [
      'an MSI/EXE product with an id that is none',
      () => parseOngoing({ isSuccess: true, responseData: { ongoingSubmissionId: '../x' } }),
    ],
    [
      'a Store product with an id that is none',
      () => parsePointers(aProductKey('app:9NSAMPLE0APP'), { pendingApplicationSubmission: { id: 'a|b' } }),
    ],
  ])('is unreadable: %s', (_what, parse) => {
    expect(parse).toThrow(UnreadableBodyError);
  });

  it('is named by the places that differ, never by what it holds', () => {
    const body = { status: { sig: 'secret' }, statusDetails: { errors: 'secret', warnings: 'secret' } };
    expect(() => parseStore(body)).toThrow(
      /^Not what this API sends: status, statusDetails.errors, statusDetails.warnings$/,
    );
  });
});

describe('the wait that an answer asks for', () => {
  it.each([
    ['seconds', '120', '', 120],
    ['fractions', '1.5', '', 1.5],
    ['a date ahead', 'Sun, 01 Jun 2025 12:00:30 GMT', '', 30],
    ['a date gone by', 'Sun, 01 Jun 2025 11:00:00 GMT', '', 0],
    ['a text', null, 'Try again in 22 seconds.', 22],
    ['a text beside an empty header', ' ', 'wait 1 second', 1],
    ['a text beside a header that says nothing', 'soon', 'wait 9s', 9],
    ['nothing', null, 'Rate limit 20 reached.', undefined],
  ])('is read from %s', (_what, header, body, seconds) => {
    expect(retryAfterSeconds(header, body, noon)).toBe(seconds);
  });
});
