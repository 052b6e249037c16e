import {
  exactJson,
  HARDWARE,
  listIn,
  MSI,
  type PartnerCenterClient,
  pathOf,
  type Reply,
  STORE,
  sampleText,
  startWithClient,
} from './partner-center-client.ts';

const hardware = 'hardware:13635057453741329:1152921504621441930';
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const app = 'app:9NSAMPLE0APP:1152921505694880312';
const flight = 'flight:9NSAMPLE0APP:6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405:1152921505695500790';
const msi = 'msi:9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d:1152921505700517065';

const sales = {
  code: 'SalesUnsupportedWarning',
  details: 'Sales of this product are managed outside of this API and are left as they are.',
};
const committed = { commitStatus: 'commitComplete' };
const reports = (product: string, id: string, ...list: [string, string][]) =>
  list.map(([date, name]) => ({
    date,
    reportUrl: `https://partner.microsoft.com/dashboard/products/${product}/submissions/${id}/certification-reports/${name}`,
  }));
const addonReports = (...list: [string, string][]) => reports('9NSAMPLE0ADN', '1152921505689378154', ...list);
const addonModel = { friendlyName: 'Submission 4', warnings: [sales] };
const appModel = {
  friendlyName: 'Submission 12',
  warnings: [sales],
  certificationReports: reports('9NSAMPLE0APP', '1152921505694880312', ['2025-06-01T18:20:45.9031234Z', 'r-2001']),
};
const failure = 'The add-on did not pass certification. See the report for the policy concerned.';

/** What to set, to be served the recorded body. */
const models: Record<string, [key: string, model: unknown]> = {
  'hardware-01-commit-pending': [hardware, { commitStatus: 'commitPending' }],
  'hardware-02-scanning-started': [hardware, { ...committed, currentStep: 'scanning', state: 'started' }],
  'hardware-03-numeric-current-step': [hardware, { ...committed, currentStep: 4, state: 'completed' }],
  'hardware-04-completed-get1': [
    hardware,
    {
      ...committed,
      currentStep: 'finalizeIngestion',
      state: 'completed',
      downloads: ['initialPackage', 'derivedPackage', 'signedPackage', 'certificationReport', 'driverMetadata'],
    },
  ],
  'hardware-05-completed-get2-rotated-sas': [
    hardware,
    {
      ...committed,
      currentStep: 'finalizeIngestion',
      state: 'completed',
      downloads: ['signedPackage', 'certificationReport', 'driverMetadata', 'initialPackage', 'derivedPackage'],
    },
  ],
  'hardware-06-failed-validation': [
    hardware,
    {
      ...committed,
      currentStep: 'validation',
      state: 'failed',
      messages: [
        'Test results could not be merged: the package holds results for two different product types.',
        'Signature check failed for contosowifi.sys (x64).',
      ],
      errorReport: true,
    },
  ],
  'addon-01-pending-commit': [
    addon,
    {
      ...addonModel,
      status: 'PendingCommit',
      warnings: [{ code: 'ListingOptOutWarning', details: 'Listing language(s) taken out: [de-de]' }, sales],
    },
  ],
  'addon-02-placeholder-entries': [
    addon,
    {
      ...addonModel,
      status: 'PendingCommit',
      errors: [{ code: 'None', details: 'string' }],
      warnings: [{ code: 'None', details: 'string' }],
      certificationReports: [{}],
    },
  ],
  'addon-03-commit-failed': [
    addon,
    {
      ...addonModel,
      status: 'CommitFailed',
      errors: [
        { code: 'MissingFiles', details: 'Files named in the listings are not in the archive: icon-cs.png' },
        {
          code: 'InvalidParameterValue',
          details: 'pricing.marketSpecificPricings: CZ has no price tier called Tier3',
        },
        {
          code: 'IsInternalError',
          details: 'Commit workflow 3f1d2a70-58c4-4a0e-9a6e-0c1b9f7de001 was cancelled',
        },
      ],
    },
  ],
  'addon-04-certification': [addon, { ...addonModel, status: 'Certification' }],
  'addon-05-certification-failed-with-report': [
    addon,
    {
      ...addonModel,
      status: 'CertificationFailed',
      errors: [{ code: 'Other', details: failure }],
      certificationReports: addonReports(['2025-05-22T14:03:11.5170000Z', 'r-1001']),
    },
  ],
  'addon-06-published-two-reports': [
    addon,
    {
      ...addonModel,
      status: 'Published',
      certificationReports: addonReports(['2025-05-27T07:41:09Z', 'r-1002'], ['2025-05-22T14:03:11.517Z', 'r-1001']),
    },
  ],
  'app-01-release-manual-hold': [app, { ...appModel, status: 'Release', targetPublishMode: 'Manual' }],
  'app-02-published-rollout-in-progress': [
    app,
    { ...appModel, status: 'Published', rollout: { percentage: 25, status: 'InProgress' } },
  ],
  'flight-01-preprocessing': [
    flight,
    {
      status: 'PreProcessing',
      warnings: [
        {
          code: 'PackageValidationWarning',
          details: 'The package asks for a restricted capability: runFullTrust',
        },
      ],
      rollout: { percentage: 10, status: 'NotStarted' },
      targetPublishMode: 'SpecificDate',
      targetPublishDate: '2025-06-10T08:00:00.0000000Z',
    },
  ],
};

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startWithClient();
});
afterEach(() => partnerCenter.stop());

/** Without what differs from read to read or from server to server. */
function comparable(text: string): unknown {
  return exactJson(
    text
      .replaceAll(partnerCenter.url, 'https://manage.devcenter.microsoft.com')
      .replace(/sig=[^&"]+/g, 'sig=*')
      .replace(/(skt|ske|se)=[^&"]+/g, '$1=*')
      .replace(/\/ingestion\/[0-9a-f-]{36}/g, '/ingestion/*')
      .replace(/"activityId":\s*"[^"]+"/g, '"activityId":"*"'),
  );
}

const put = (key: string, model: unknown) => partnerCenter.control('PUT', `submissions/${key}`, model);

it.each(Object.entries(models))('serves the recorded body %s', async (sample, [key, model]) => {
  if (sample.startsWith('app-02')) await put('app:9NSAMPLE0APP:1152921505690011208', { status: 'Published' });
  if (sample.startsWith('flight')) await put(app, { status: 'Published' });
  expect((await put(key, model)).status).toBe(201);

  const reply = await partnerCenter.get(pathOf(key));

  expect(reply.status).toBe(200);
  expect(comparable(reply.text)).toStrictEqual(comparable(sampleText(sample)));
});

it('serves the recorded status of a commit that has just begun', async () => {
  await put(addon, { status: 'CommitStarted', statusDetails: 'omit' });

  const reply = await partnerCenter.get(`${pathOf(addon)}/status`);

  expect(reply.json()).toStrictEqual(exactJson(sampleText('addon-07-status-only-commit-started')));
});

it('serves the recorded list of three submissions whose ids are one double', async () => {
  const product = 'hardware:13635057453741329';
  await put(`${product}:1152921504621441946`, {
    ...committed,
    name: 'Contoso Wi-Fi 7 Adapter - rev C',
    type: 'derived',
  });
  await put(hardware, { ...committed, currentStep: 'finalizeIngestion', state: 'completed' });
  await put(`${product}:1152921504621441944`, {
    ...committed,
    name: 'Contoso Wi-Fi 7 Adapter - rev B',
    type: 'derived',
    currentStep: 'signing',
    state: 'started',
  });

  const reply = await partnerCenter.get(`${HARDWARE}/products/13635057453741329/submissions`);

  const sample = comparable(sampleText('hardware-07-submissions-list-colliding-ids')) as { value: unknown };
  expect(comparable(reply.text)).toMatchObject({ value: sample.value });
  const ids = listIn(reply.json(), 'value').map((row) => row['id']?.slice(1));
  expect(new Set(ids).size).toBe(3);
  expect(new Set(ids.map(Number)).size).toBe(1);
});

it('serves the recorded pointers of products', async () => {
  await put('addon:9NSAMPLE0ADN:1152921505688214407', { status: 'Published' });
  await put(addon, { status: 'Certification' });
  await put(app, { status: 'Published' });
  await put(flight, { status: 'PreProcessing' });

  for (const { request, body } of JSON.parse(sampleText('store-parent-pointers')) as {
    request: string;
    body: object;
  }[]) {
    expect((await partnerCenter.get(`${STORE}/${request}`)).json()).toStrictEqual(exactJson(JSON.stringify(body)));
  }
});

it('serves the recorded MSI/EXE bodies', async () => {
  const error = {
    code: 'packageuploaderror',
    message: 'The installer at the package URL could not be read.',
    target: 'packages',
  };
  const samples = JSON.parse(sampleText('msiexe-bodies')) as { request: string; body: object }[];
  const steps = [
    { publishingStatus: 'INPROGRESS' },
    { publishingStatus: 'INPROGRESS' },
    { publishingStatus: 'FAILED', hasFailed: true, errors: [error] },
    { publishingStatus: 'FAILED', hasFailed: true, errors: [error] },
  ];

  expect(samples).toHaveLength(steps.length);
  for (const [index, { request, body }] of samples.entries()) {
    await put(msi, steps[index]);
    expect((await partnerCenter.get(request)).json()).toStrictEqual(exactJson(JSON.stringify(body)));
  }
});

describe('recorded errors', () => {
  const errors = JSON.parse(sampleText('errors-http-bodies')) as {
    api: string;
    status: number;
    headers: Record<string, string>;
    body: unknown;
  }[];
  const apis: Record<string, [name: string, path: string]> = {
    'store-v1': ['store', `${STORE}/applications/9NSAMPLE0APP`],
    'hardware-v2': ['hardware', `${HARDWARE}/products/1`],
    'msiexe-v1': ['msi', `${MSI}/product/x/status`],
  };

  it.each(errors)('are the default bodies of faults: $api $status', async ({ api, status, headers, body }) => {
    const [name = '', path = ''] = apis[api] ?? [];
    await partnerCenter.control('POST', 'faults', { api: name, fault: { status } });

    const reply: Reply = await partnerCenter.get(path);

    expect(reply.status).toBe(status);
    if (typeof body === 'string') expect(reply.text).toBe(body);
    else expect(comparable(reply.text)).toStrictEqual(comparable(JSON.stringify(body)));
    expect(reply.headers.get('retry-after')).toBe(headers['Retry-After'] ?? null);
    for (const header of Object.keys(headers)) expect(reply.headers.get(header)).not.toBeNull();
  });
});
