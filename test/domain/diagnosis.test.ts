import { identityCause, networkCause } from '../../shared/domain/diagnosis.ts';

it.each([
  ['ECONNREFUSED', 'nothing listens at that address'],
  ['ENOTFOUND', 'there is no such host name'],
  ['EAI_AGAIN', 'there is no such host name'],
  ['ECONNRESET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['ETIMEDOUT', 'no answer came in time'],
  ['AbortError', 'no answer came in time'],
  ['TimeoutError', 'no answer came in time'],
  ['ServiceTimeout', 'no answer came in time'],
  ['OperationTimeoutError', 'no answer came in time'],
  ['CERT_HAS_EXPIRED', 'its certificate is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is not trusted'],
  ['TypeError', 'it cannot be reached'],
  ['unknown', 'it cannot be reached'],
  ['AuthorizationFailure', undefined],
])('of the network, %s says: %s', (code, cause) => {
  expect(networkCause({ code })).toBe(cause);
});

it.each(['CredentialUnavailableError', 'AuthenticationError', 'AuthenticationRequiredError'])(
  '%s is about the identity, and says what to do on a laptop too',
  (code) => {
    expect(identityCause({ code })).toMatch(/AZURE_CLIENT_ID.*POST \/api\/diagnose/);
    expect(networkCause({ code })).toBeUndefined();
  },
);

it('another code is not about the identity', () => {
  expect(identityCause({ code: 'AuthorizationFailure', status: 403 })).toBeUndefined();
});
