import { terminalText } from '../terminal-text.ts';

/** The part of a published event that a line shows. The subscriber reads it as any third party would: off the wire. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One readable line for an event, with its exact id. */
export function eventLine(event: WireEvent): string {
  const type = shortType(event.type);
  const name = typeof event.data['name'] === 'string' ? `"${terminalText(event.data['name'])}" ` : '';
  return `${event.time.slice(11, 19)}  ${type.padEnd(18)}  ${event.id}  ${name}${terminalText(detailOf(type, event.data))}`;
}

/** `submissionwatch.submission.state-changed.v1` → `state-changed`. */
export function shortType(type: string): string {
  return type.replace(/^submissionwatch\.(submission\.)?/, '').replace(/\.v\d+$/, '');
}

function detailOf(type: string, data: WireEvent['data']): string {
  switch (type) {
    case 'state-changed':
      return `${data['from']} -> ${data['to']} (${data['toOutcome']})`;
    case 'report-added':
      return listOf(data['reports'])
        .map(({ date, url }) => ['report', date, url].filter((part) => part !== undefined).join(' '))
        .join(', ');
    case 'artifact-available':
      return String(data['artifacts']);
    case 'rollout-changed':
      return `${rolloutOf(data['from'])} -> ${rolloutOf(data['to'])}`;
    case 'errors-raised':
    case 'warnings-raised':
    case 'issues-cleared':
      return listOf(data['issues'])
        .map((issue) => `${issue['code']}: ${issue['details']}`)
        .join(' | ');
    case 'discovered':
      return 'not read yet';
    case 'unreachable':
      return `${data['reason']}; last ${data['state']} (${data['outcome']})`;
    case 'watcher.degraded':
    case 'watcher.recovered':
    case 'watcher.test':
      return String(data['message']);
    default:
      return `${data['state']} (${data['outcome']})`;
  }
}

function rolloutOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'none';
  const { percentage, status } = value as Record<string, unknown>;
  return `${percentage}% ${status}`;
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
