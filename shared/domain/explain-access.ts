import { type Finding, identityCause, networkCause, passingCause, type Refusal } from './diagnosis.ts';

/** Whether a part of Azure lets us in. */
export type Access = { readonly outcome: 'open' } | { readonly outcome: 'closed'; readonly refusal: Refusal };

/** A part of Azure: what is said where it is open, what it is called, and what each refusal means. */
interface Part {
  readonly open: string;
  readonly address: string;
  readonly causes: Readonly<Record<string, string>>;
}

const recently = 'a role that was just assigned takes some minutes';

const parts = {
  table: {
    open: 'A row was written, read and deleted.',
    address: 'TABLES_ENDPOINT (on a laptop TABLES_CONNECTION_STRING)',
    causes: {
      AuthorizationPermissionMismatch: `the identity may not write rows (403): give it the role Storage Table Data Contributor on the table; ${recently}`,
      AuthorizationFailure:
        'the storage account refuses the network of the app (403): open it for the app, or turn the virtual network on',
      AuthenticationFailed:
        'the storage account refuses the sign-in (403): check AZURE_CLIENT_ID, or the key of the connection string',
      InvalidAuthenticationInfo: 'the storage account refuses the token (401): the identity is of another tenant',
      KeyBasedAuthenticationNotPermitted:
        'the storage account takes no keys (403): use TABLES_ENDPOINT in place of a connection string',
      TableNotFound: 'the account has no such table (404): correct TABLE_NAME, or provision again',
      ResourceNotFound: 'the account has no such table (404): correct TABLE_NAME, or provision again',
    },
  },
  topic: {
    open: 'The topic takes messages of the app; none was sent.',
    address: 'ServiceBusConnection__fullyQualifiedNamespace (on a laptop ServiceBusConnection)',
    causes: {
      MessagingEntityNotFound: 'the namespace has no such topic: correct SERVICEBUS_TOPIC, or provision again',
      UnauthorizedAccess: `the identity may not send: give it the role Azure Service Bus Data Sender on the topic; ${recently}`,
      MessagingEntityDisabled: 'the topic is disabled: enable it in the portal',
    },
  },
  queue: {
    open: 'The slice queue takes and gives messages of the app.',
    address: 'ServiceBusConnection__fullyQualifiedNamespace (on a laptop ServiceBusConnection)',
    causes: {
      MessagingEntityNotFound: 'the namespace has no such queue: correct SERVICEBUS_SLICE_QUEUE, or provision again',
      UnauthorizedAccess: `the identity may not use it: give it the roles Azure Service Bus Data Sender and Receiver on the queue; ${recently}`,
      MessagingEntityDisabled: 'the queue is disabled: enable it in the portal',
    },
  },
  subscription: {
    open: 'The subscription can be received from.',
    address: 'ServiceBusConnection__fullyQualifiedNamespace (on a laptop ServiceBusConnection)',
    causes: {
      MessagingEntityNotFound:
        'the topic has no such subscription: provision with the channel turned on, or correct NOTIFY_CHANNELS',
      UnauthorizedAccess: `the identity may not receive: give it the role Azure Service Bus Data Receiver on the subscription; ${recently}`,
      MessagingEntityDisabled: 'the subscription is disabled: enable it in the portal',
    },
  },
  webhook: {
    open: 'The host of the webhook answers; nothing was posted (POST /api/events/test sends a test event).',
    address: 'the URL of the webhook',
    causes: {
      unresolved:
        'the setting still holds a Key Vault reference: put the secret into the vault, give the identity the role Key Vault Secrets User, and restart the app',
      forbidden: 'the host of the webhook is not allowed: correct the URL, or add the host to WEBHOOK_HOSTS',
    },
  },
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

/** @param check such as `topic`, or `channel teams`. */
export function explainAccess(check: string, name: PartName, access: Access): Finding {
  const part: Part = parts[name];
  if (access.outcome === 'open') return { check, status: 'ok', message: part.open };
  const { refusal } = access;
  const network = networkCause(refusal);
  const cause =
    part.causes[refusal.code] ??
    identityCause(refusal) ??
    passingCause(refusal) ??
    (network === undefined ? undefined : `${network}: check ${part.address} and that the app may reach it`) ??
    `${refusal.code}${refusal.status === undefined ? '' : ` (${refusal.status})`}: check ${part.address}`;
  return { check, status: 'failed', message: `${cause.charAt(0).toUpperCase()}${cause.slice(1)}.` };
}
