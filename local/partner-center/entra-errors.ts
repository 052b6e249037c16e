import { randomUUID } from 'node:crypto';
import { type Answer, jsonAnswer } from './answer.ts';
import { CLIENT_ID } from './credentials.ts';

interface EntraError {
  readonly status: number;
  readonly error: string;
  /** The number after AADSTS. */
  readonly code: number;
  readonly text: (value: string) => string;
}

/** The refusals of the token endpoint, as Microsoft Entra words them. */
const entraErrors = {
  unknownTenant: {
    status: 400,
    error: 'invalid_request',
    code: 90002,
    text: (tenant) => `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
  },
  unknownClient: {
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
    text: (client) => `Application with identifier '${client}' was not found in the directory 'Simulated tenant'.`,
  },
  missingSecret: {
    status: 401,
    error: 'invalid_client',
    code: 7000218,
    text: () => "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  wrongSecret: {
    status: 401,
    error: 'invalid_client',
    code: 7000215,
    text: () => `Invalid client secret provided for app '${CLIENT_ID}'.`,
  },
  expiredSecret: {
    status: 401,
    error: 'invalid_client',
    code: 7000222,
    text: () => `The provided client secret keys for app '${CLIENT_ID}' are expired.`,
  },
  unsupportedGrant: {
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
    text: (grant) => `The app requested an unsupported grant type '${grant}'.`,
  },
  missingParameter: {
    status: 400,
    error: 'invalid_request',
    code: 900144,
    text: (name) => `The request body must contain the following parameter: '${name}'.`,
  },
  unknownResource: {
    status: 400,
    error: 'invalid_resource',
    code: 500011,
    text: (resource) => `The resource principal named ${resource} was not found in the tenant named Simulated tenant.`,
  },
  notDefaultScope: {
    status: 400,
    error: 'invalid_scope',
    code: 1002012,
    text: (scope) => `The provided value for scope ${scope} is not valid: it must be a resource followed by /.default.`,
  },
  postOnly: {
    status: 400,
    error: 'invalid_request',
    code: 900561,
    text: (method) => `The endpoint only accepts POST requests. Received a ${method} request.`,
  },
  transient: {
    status: 503,
    error: 'temporarily_unavailable',
    code: 90033,
    text: () => 'A transient error has occurred. Please try again.',
  },
} as const satisfies Record<string, EntraError>;

/**
 * @param value what the refusal names: a tenant, a client, a scope.
 * @param now milliseconds since 1970.
 * @param status in place of the usual one.
 */
export function entraError(name: keyof typeof entraErrors, value: string, now: number, status?: number): Answer {
  const { error, code, text, status: usual }: EntraError = entraErrors[name];
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = `AADSTS${code}: ${text(value)} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  return jsonAnswer(status ?? usual, {
    error,
    error_description: description,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
}
