import { diagnosisOf } from '../../shared/domain/diagnosis.ts';
import { explainAccess, type PartName } from '../../shared/domain/explain-access.ts';

const closed = (part: PartName, code: string, status?: number) =>
  explainAccess('part', part, { outcome: 'closed', refusal: { code, ...(status === undefined ? {} : { status }) } });

describe('a part of Azure that lets nobody in', () => {
  it.each([
    ['table', 'AuthorizationPermissionMismatch', /Storage Table Data Contributor/],
    ['table', 'AuthorizationFailure', /network/],
    ['table', 'KeyBasedAuthenticationNotPermitted', /TABLES_ENDPOINT/],
    ['table', 'TableNotFound', /TABLE_NAME/],
    ['table', 'ECONNREFUSED', /Nothing listens at that address: check TABLES_ENDPOINT/],
    ['table', 'ENOTFOUND', /There is no such host name/],
    ['table', 'ServerBusy', /is throttled.*passes by itself/],
    ['table', 'InternalError', /has a fault.*passes by itself/],
    ['topic', 'ServiceBusy', /is throttled.*passes by itself/],
    ['topic', 'MessagingEntityNotFound', /SERVICEBUS_TOPIC/],
    ['topic', 'UnauthorizedAccess', /Azure Service Bus Data Sender on the topic/],
    ['topic', 'ServiceTimeout', /No answer came in time/],
    ['queue', 'MessagingEntityNotFound', /SERVICEBUS_SLICE_QUEUE/],
    ['queue', 'UnauthorizedAccess', /Sender and Receiver on the queue/],
    ['subscription', 'MessagingEntityNotFound', /no such subscription/],
    ['subscription', 'UnauthorizedAccess', /Receiver on the subscription/],
    ['webhook', 'unresolved', /Key Vault/],
    ['webhook', 'forbidden', /WEBHOOK_HOSTS/],
    ['webhook', 'CERT_HAS_EXPIRED', /certificate is not trusted/],
    ['topic', 'CredentialUnavailableError', /managed identity gives no token/],
  ] as const)('%s, %s: names cause and cure', (part, code, expected) => {
    const finding = closed(part, code);
    expect(finding).toEqual({ check: 'part', status: 'failed', message: expect.stringMatching(expected) });
    expect(finding.message).toMatch(/^[A-Z].*[^.]\.$/s);
  });

  it('for a reason that is not known is told with its code', () => {
    expect(closed('table', 'SomethingNew', 418).message).toBe(
      'SomethingNew (418): check TABLES_ENDPOINT (on a laptop TABLES_CONNECTION_STRING).',
    );
  });
});

it('a part that is open is well', () => {
  expect(explainAccess('topic', 'topic', { outcome: 'open' })).toMatchObject({ status: 'ok' });
});

describe('a diagnosis', () => {
  const finding = (status: 'ok' | 'warning' | 'failed' | 'skipped') => ({ check: 'x', status, message: 'y' });

  it.each([
    ['ok', ['ok', 'skipped']],
    ['warning', ['ok', 'warning', 'skipped']],
    ['failed', ['warning', 'failed', 'ok']],
    ['ok', []],
  ] as const)('is %s with %j', (status, findings) => {
    expect(diagnosisOf(findings.map(finding)).status).toBe(status);
  });
});
