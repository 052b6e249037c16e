import { MSI, type PartnerCenterClient, pathOf, startWithClient } from './partner-center-client.ts';

const product = 'msi:9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d';
const key = `${product}:1152921505700517065`;
const productStatus = `${MSI}/product/9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d/status`;

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startWithClient();
});
afterEach(() => partnerCenter.stop());

const put = (model: unknown) => partnerCenter.control('PUT', `submissions/${key}`, model);

it.each([productStatus, pathOf(key)])('refuses %s without the seller account', async (path) => {
  await put({ publishingStatus: 'INPROGRESS' });

  const reply = await partnerCenter.get(path, { headers: { 'X-Seller-Account-Id': '' } });

  expect(reply.status).toBe(400);
  expect(reply.json()).toMatchObject({ isSuccess: false, errors: [{ target: 'header' }], responseData: null });
});

it('names the ongoing submission until it is published or has failed for good', async () => {
  const ongoing = async () => (await partnerCenter.get(productStatus)).json()['responseData']?.['ongoingSubmissionId'];

  await put({ publishingStatus: 'INPROGRESS' });
  expect(await ongoing()).toBe('1152921505700517065');
  await put({ publishingStatus: 'FAILED' });
  expect(await ongoing()).toBe('1152921505700517065');
  await put({ publishingStatus: 'FAILED', hasFailed: true });
  expect(await ongoing()).toBe('');
  await put({ publishingStatus: 'PUBLISHED' });
  expect(await ongoing()).toBe('');
});

it('still answers for a submission that is no longer the ongoing one', async () => {
  await put({ publishingStatus: 'PUBLISHED' });

  const reply = await partnerCenter.get(pathOf(key));

  expect(reply.json()).toMatchObject({
    isSuccess: true,
    responseData: { publishingStatus: 'PUBLISHED', hasFailed: false },
  });
  expect(reply.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
});

it('wraps what it does not have in its envelope', async () => {
  const replies = [
    await partnerCenter.get(productStatus),
    await partnerCenter.get(pathOf(key)),
    await partnerCenter.get(`${MSI}/product/x/packages`),
    await partnerCenter.get(productStatus, { method: 'POST' }),
  ];

  expect(replies.map((reply) => reply.status)).toEqual([404, 404, 404, 405]);
  for (const reply of replies) {
    expect(reply.json()).toMatchObject({ isSuccess: false, errors: [{ code: 'error' }], responseData: null });
  }
});
