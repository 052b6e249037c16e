/** What a look at one part of the outside found, for a person. */
export interface Finding {
  /** The part, such as `token for hardware and Store`. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence: what is so, or the cause and its cure. Holds no secret. */
  readonly message: string;
}

export interface Diagnosis {
  readonly status: 'ok' | 'warning' | 'failed';
  readonly findings: readonly Finding[];
}

export function diagnosisOf(findings: readonly Finding[]): Diagnosis {
  const has = (status: Finding['status']) => findings.some((finding) => finding.status === status);
  return { status: has('failed') ? 'failed' : has('warning') ? 'warning' : 'ok', findings };
}

/** Why a part did not let us in, as its SDK says it. */
export interface Refusal {
  /** Such as `ECONNREFUSED`, `TableNotFound`, `UnauthorizedAccess`. */
  readonly code: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
}

/** Where nothing answered, in words that go for every part. */
export function networkCause({ code }: Refusal): string | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens at that address';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'there is no such host name';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was cut';
    case 'ETIMEDOUT':
    case 'AbortError':
    case 'TimeoutError':
    case 'ServiceTimeout':
    case 'OperationTimeoutError':
      return 'no answer came in time';
    case 'CERT_HAS_EXPIRED':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'its certificate is not trusted';
    case 'Error':
    case 'TypeError':
    case 'unknown':
      return 'it cannot be reached';
    default:
      return undefined;
  }
}

/** Where the service answered that it cannot just now, in words that go for every part. */
export function passingCause({ code }: Refusal): string | undefined {
  switch (code) {
    case 'ServerBusy':
    case 'ServiceBusy':
      return 'it is throttled: that passes by itself; if it stays, look in the portal for who else uses it';
    case 'InternalError':
    case 'OperationTimedOut':
    case 'ServiceCommunicationProblem':
      return "it has a fault: that passes by itself; if it stays, look at Azure's status page";
    default:
      return undefined;
  }
}

/** Where the managed identity gives no token, whatever it was wanted for. */
export function identityCause({ code }: Refusal): string | undefined {
  return code === 'CredentialUnavailableError' ||
    code === 'AuthenticationError' ||
    code === 'AuthenticationRequiredError'
    ? 'the managed identity gives no token: in Azure AZURE_CLIENT_ID must be the client id of an identity that the app has; a laptop has none, so ask the deployed app (POST /api/diagnose)'
    : undefined;
}
