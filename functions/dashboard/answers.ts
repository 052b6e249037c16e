import type { Event } from '../../shared/contract/event.ts';
import type { WatcherEvent } from '../../shared/contract/watcher-event.ts';
import type { Issue, Outcome, Report, Rollout } from '../../shared/domain/snapshot.ts';
import type { ExpectedRest } from '../../shared/domain/statistics.ts';
import type { Stay } from '../../shared/domain/stay.ts';
import type { Kind } from '../../shared/domain/submission-key.ts';

/** What the API answers, as far as this page reads it. All times are ISO 8601 in UTC. */

export interface SubmissionView {
  readonly key: string;
  readonly kind: Kind;
  readonly productKey: string;
  readonly productId: string;
  readonly submissionId: string;
  readonly name?: string;
  /** Absent until the first successful read. */
  readonly state?: string;
  readonly outcome?: Outcome;
  readonly trackedAt: string;
  readonly stateSince?: string;
  readonly lastChangedAt?: string;
  readonly lastCheckedAt?: string;
  readonly nextPollAt: string;
  readonly failures: number;
  readonly lastFailure?: { readonly reason: string; readonly at: string };
  readonly unreachable?: { readonly reason: string; readonly status?: number; readonly since: string };
  readonly stalledAt?: string;
  readonly portalUrl: string;
  readonly issues?: readonly Issue[];
  readonly reports?: readonly Report[];
  readonly artifacts?: readonly string[];
  readonly rollout?: Rollout | null;
}

export interface SubmissionDetail extends SubmissionView {
  /** Oldest first. */
  readonly durations?: readonly Stay[];
  readonly expected?: ExpectedRest;
}

export type WatchEvent = Event | WatcherEvent;

export interface ProductView {
  readonly key: string;
  readonly kind: Kind;
  readonly productId: string;
  readonly name?: string;
  readonly watchedAt: string;
  readonly lastCheckedAt?: string;
  readonly pendingId?: string;
  readonly failures: number;
  readonly lastFailure?: { readonly reason: string; readonly at: string };
}

export interface HostBudget {
  readonly host: string;
  readonly perMinute: number;
  readonly tokens: number;
  readonly setAsideUntil?: string;
  readonly refusal?: { readonly reason: string; readonly message?: string };
  readonly unansweredSince?: string;
}

export interface ChannelStanding {
  readonly channel: string;
  readonly isLate: boolean;
  readonly isRefusing: boolean;
  readonly oldestPending?: string;
  /** In no order. */
  readonly failures: readonly { readonly reason: string; readonly at: string }[];
}

export interface Status {
  readonly status: 'healthy' | 'degraded';
  /** For a person. */
  readonly message: string;
  readonly reasons: readonly string[];
  readonly lastPass?: { readonly endedAt: string; readonly summary?: PassSummary };
  readonly oldestUnsent?: string;
  readonly budgets: readonly HostBudget[];
  readonly setAside: readonly { readonly id: string; readonly what: string; readonly key: string }[];
  readonly credentialExpiresAt?: string;
  readonly channels: readonly ChannelStanding[];
  readonly unlistedProducts: readonly ProductView[];
}

interface PassSummary {
  readonly read: number;
  readonly changed: number;
  readonly failed: number;
}

/** What `POST /api/submissions` says of each key. */
export interface TrackResult {
  readonly key: string;
  readonly status: number;
  readonly code?: string;
}
