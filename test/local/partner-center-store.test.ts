import { type PartnerCenterClient, pathOf, STORE, startWithClient } from './partner-center-client.ts';

const app = 'app:9NSAMPLE0APP';
const flight = 'flight:9NSAMPLE0APP:6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405';
const addon = 'addon:9NSAMPLE0ADN';
const parents: Record<string, string> = {
  [app]: `${STORE}/applications/9NSAMPLE0APP`,
  [flight]: `${STORE}/applications/9NSAMPLE0APP/flights/6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405`,
  [addon]: `${STORE}/inappproducts/9NSAMPLE0ADN`,
};

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startWithClient();
});
afterEach(() => partnerCenter.stop());

const put = (key: string, model: unknown) => partnerCenter.control('PUT', `submissions/${key}`, model);

describe.each([
  [app, 'pendingApplicationSubmission', 'lastPublishedApplicationSubmission', null],
  [flight, 'pendingFlightSubmission', 'lastPublishedFlightSubmission', undefined],
  [addon, 'pendingInAppProductSubmission', 'lastPublishedInAppProductSubmission', undefined],
])('the pointers of %s', (product, pending, lastPublished, none) => {
  const pointers = async () => {
    const body = (await partnerCenter.get(parents[product] ?? '')).json();
    const idAt = (pointer: string) => (body[pointer] ? body[pointer]['id'] : body[pointer]);
    return [idAt(pending), idAt(lastPublished)];
  };

  it('move with the statuses', async () => {
    await partnerCenter.control('PUT', `products/${product}`, { name: 'Contoso' });
    expect(await pointers()).toEqual([none, none]);
    await put(`${product}:11`, { status: 'PendingCommit' });
    expect(await pointers()).toEqual(['11', none]);
    await partnerCenter.control('PATCH', `submissions/${product}:11`, { status: 'Published' });
    expect(await pointers()).toEqual([none, '11']);
    await put(`${product}:12`, { status: 'CertificationFailed' });
    expect(await pointers()).toEqual(['12', '11']);
    await partnerCenter.control('PATCH', `submissions/${product}:12`, { status: 'Published' });
    expect(await pointers()).toEqual([none, '12']);
    await put(`${product}:13`, { status: 'Canceled' });
    expect(await pointers()).toEqual([none, '12']);
  });

  it('forget a draft that was deleted', async () => {
    await put(`${product}:11`, { status: 'PendingCommit' });
    await partnerCenter.control('DELETE', `submissions/${product}:11`);
    expect(await pointers()).toEqual([none, none]);
  });
});

it('answers the light status with status and details and nothing else', async () => {
  await put(`${app}:11`, { status: 'PreProcessing', errors: [{ code: 'Other', details: 'See {sas}' }] });

  const reply = await partnerCenter.get(`${pathOf(`${app}:11`)}/status`);

  expect(reply.json()).toEqual({
    status: 'PreProcessing',
    statusDetails: {
      errors: [{ code: 'Other', details: expect.stringMatching(/^See https:.*sig=/) }],
      warnings: [],
      certificationReports: [],
    },
  });
});

it('leaves the details out of both bodies when told so, until they are shown again', async () => {
  const path = pathOf(`${addon}:11`);
  await put(`${addon}:11`, { status: 'CommitStarted', statusDetails: 'omit' });
  expect((await partnerCenter.get(`${path}/status`)).text).toBe('{"status":"CommitStarted"}');
  expect((await partnerCenter.get(path)).json()).not.toHaveProperty('statusDetails');

  await partnerCenter.control('PATCH', `submissions/${addon}:11`, { statusDetails: null });
  expect((await partnerCenter.get(path)).json()).toHaveProperty('statusDetails');
});

it('serves the rollout of apps and flights with the percentage as a float', async () => {
  await put(`${app}:10`, { status: 'Published' });
  await put(`${app}:11`, { status: 'Published', rollout: { percentage: 50, status: 'InProgress' } });
  await put(`${flight}:12`, { status: 'Published', rollout: { percentage: 12.5, status: 'PackageRolloutStopped' } });

  expect((await partnerCenter.get(`${pathOf(`${app}:11`)}/packagerollout`)).text).toBe(
    '{"isPackageRollout":true,"packageRolloutPercentage":50.0,"packageRolloutStatus":"PackageRolloutInProgress","fallbackSubmissionId":"10"}',
  );
  expect((await partnerCenter.get(`${pathOf(`${flight}:12`)}/packagerollout`)).json()).toMatchObject({
    packageRolloutPercentage: '#12.5',
    packageRolloutStatus: 'PackageRolloutStopped',
    fallbackSubmissionId: '11',
  });
});

it('hands out a new upload signature at every read until the submission is published', async () => {
  await put(`${addon}:11`, { status: 'PendingCommit' });
  const uploadUrl = async () => (await partnerCenter.get(pathOf(`${addon}:11`))).json()['fileUploadUrl'];

  const [first, second] = [await uploadUrl(), await uploadUrl()];
  await partnerCenter.control('PATCH', `submissions/${addon}:11`, { status: 'Published' });

  expect(first).toMatch(
    /^https:\/\/productingestionbin1\.blob\.core\.windows\.net\/ingestion\/[0-9a-f-]{36}\?.*sp=rwl$/,
  );
  expect(second).not.toBe(first);
  expect(second?.replace(/sig=[^&]+/, '')).toBe(first?.replace(/sig=[^&]+/, ''));
  expect(await uploadUrl()).toBeUndefined();
});

it('tells a submission of another product from one that does not exist', async () => {
  await put(`${app}:11`, { status: 'Certification' });
  await partnerCenter.control('PUT', 'products/app:9NSAMPLE0AP2', { name: 'Contoso Notes' });

  const elsewhere = await partnerCenter.get(`${STORE}/applications/9NSAMPLE0AP2/submissions/11/status`);
  const nowhere = await partnerCenter.get(`${STORE}/applications/9NSAMPLE0APP/submissions/12/status`);

  expect([elsewhere.status, elsewhere.json()['code']]).toEqual([409, 'InvalidState']);
  expect([nowhere.status, nowhere.json()['code']]).toEqual([404, 'ResourceNotFound']);
});

it('answers what it does not have in its own words', async () => {
  await put(`${addon}:11`, { status: 'Published' });
  const ask = async (path: string, init?: RequestInit) => {
    const reply = await partnerCenter.get(`${STORE}/${path}`, init);
    return [reply.status, reply.json()['code'], reply.json()['target']];
  };

  expect(await ask('applications/9NSAMPLE0AP9')).toEqual([404, 'ResourceNotFound', 'product']);
  expect(await ask('inappproducts/9NSAMPLE0ADN/submissions/11/packagerollout')).toEqual([
    404,
    'ResourceNotFound',
    'resource',
  ]);
  expect(await ask('inappproducts/9NSAMPLE0ADN', { method: 'DELETE' })).toEqual([405, 'MethodNotAllowed', 'method']);
});

it('lists all apps of the account in pages', async () => {
  const ids = async (path: string) => {
    const body = (await partnerCenter.get(`${STORE}/${path}`)).json();
    return [body['value']?.map((row) => row['id']), body['totalCount'], body['@nextLink']];
  };
  expect(await ids('applications')).toEqual([[], '#0', undefined]);
  for (const id of ['9NSAMPLE0APP', '9NSAMPLE1APP']) {
    await partnerCenter.control('PUT', `products/app:${id}`, { name: 'Contoso' });
  }
  await partnerCenter.control('PUT', `products/${addon}`, { name: 'No app' });

  expect(await ids('applications?top=1')).toEqual([['9NSAMPLE0APP'], '#2', 'applications?skip=1&top=1']);
  expect(await ids('applications?skip=1&top=1')).toEqual([['9NSAMPLE1APP'], '#2', undefined]);
});
