import type { Severity } from '../contract/event.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import { severitiesByWeight } from './notification.ts';
import { plainText } from './plain-text.ts';
import { safeUrl } from './scrub.ts';
import { type Kind, kinds } from './submission-key.ts';

/** What an event is about, in texts that may be shown. Everything is optional: an unknown event may say nothing. */
export interface EventSubject {
  /** Of the submission; names nothing where Partner Center has no name for it. */
  readonly name?: string;
  readonly kind?: string;
  readonly productId?: string;
  readonly flightId?: string;
  readonly submissionId?: string;
  /** The submission key, as it is. */
  readonly key?: string;
  readonly state?: string;
  readonly outcome?: string;
  readonly severity: Severity;
  readonly portalUrl?: string;
}

const longestName = 120;
const longestId = 60;
const longestState = 80;

/** Read leniently, whatever the type says: one way for the events of today and those of tomorrow. */
export function subjectOf({ event }: ReceivedEvent): EventSubject {
  const data: Readonly<Record<string, unknown>> = event.data;
  const text = (name: string, longest: number) => {
    const value = data[name];
    const line = typeof value === 'string' ? plainText(value, longest) : '';
    return line === '' ? {} : { [name]: line };
  };
  const portalUrl = typeof data['portalUrl'] === 'string' ? safeUrl(data['portalUrl']) : undefined;
  return {
    ...text('name', longestName),
    ...text('kind', longestId),
    ...text('productId', longestId),
    ...text('flightId', longestId),
    ...text('submissionId', longestId),
    ...text('key', 2 * longestId),
    ...text('state', longestState),
    ...text('outcome', longestId),
    severity: isSeverity(data['severity']) ? data['severity'] : 'info',
    ...(portalUrl === undefined ? {} : { portalUrl }),
  };
}

function isSeverity(value: unknown): value is Severity {
  return severitiesByWeight.some((severity) => severity === value);
}

const kindWords: Readonly<Record<Kind, string>> = {
  hardware: 'Hardware submission',
  addon: 'Add-on submission',
  app: 'App submission',
  flight: 'Package flight submission',
  msi: 'MSI/EXE app submission',
};

/** `Hardware submission 1152921504621441930`; undefined for what is about no submission. */
export function submissionText({ kind = '', submissionId }: EventSubject): string | undefined {
  const known = kinds.find((one) => one === kind);
  const word = known === undefined ? 'Submission' : kindWords[known];
  return submissionId === undefined ? undefined : `${word} ${submissionId}`;
}
