import type { Severity } from '../contract/event.ts';

/**
 * A message for people, before it is a card or blocks. Its texts are plain text in one line (see `plainText`): the renderers
 * put them where the channel takes text as text, and never into markup.
 */
export interface Notification {
  readonly severity: Severity;
  /** What happened, in a word or three: `Failed`. */
  readonly word: string;
  /** What it happened to: the name of the submission. */
  readonly title: string;
  readonly subtitle?: string;
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
  /** When it was observed, ISO 8601. */
  readonly at: string;
  /** Sent again because somebody asked for it. */
  readonly isReplay: boolean;
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

export interface Section {
  readonly heading: string;
  readonly lines: readonly Line[];
  /** How many lines were left out. */
  readonly more: number;
}

export interface Line {
  readonly text: string;
  /** Where the text leads. */
  readonly url?: string;
  /** Goes on behind the text, and leads nowhere. */
  readonly detail?: string;
}

export interface Link {
  readonly text: string;
  readonly url: string;
}

/** The first line of the message in every channel. */
export function headlineOf({ word, title }: Pick<Notification, 'word' | 'title'>): string {
  return `${word}: ${title}`;
}

const severityWords: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  success: 'Success',
  info: 'Info',
};

export function severityWord(severity: Severity): string {
  return severityWords[severity];
}

/** Worst first. */
export const severitiesByWeight: readonly Severity[] = ['error', 'warning', 'success', 'info'];

export function weightOf(severity: Severity): number {
  return severitiesByWeight.length - severitiesByWeight.indexOf(severity);
}

/**
 * The same with one line less, for a channel where it does not fit: the last line of the longest section first, then whole
 * facts from the last on. What is left out of a section is counted.
 * @returns undefined where nothing but headline and links is left.
 */
export function shortened(notification: Notification): Notification | undefined {
  const longest = Math.max(0, ...notification.sections.map(({ lines }) => lines.length));
  if (longest > 0) {
    const cut = notification.sections.findLastIndex(({ lines }) => lines.length === longest);
    const sections = notification.sections.map((section, index) =>
      index === cut ? { ...section, lines: section.lines.slice(0, -1), more: section.more + 1 } : section,
    );
    return { ...notification, sections };
  }
  if (notification.sections.length > 0) return { ...notification, sections: notification.sections.slice(0, -1) };
  if (notification.facts.length > 0) return { ...notification, facts: notification.facts.slice(0, -1) };
  return undefined;
}

/** `and 12 more`; undefined where nothing was left out. */
export function moreText(more: number): string | undefined {
  return more > 0 ? `and ${more} more` : undefined;
}
