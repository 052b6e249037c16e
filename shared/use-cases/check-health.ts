import { type ApiHost, apiHosts } from '../domain/api-host.ts';
import { type Budget, refusalNow, unansweredSince } from '../domain/budget.ts';
import { isUnlisted, type WatchedProduct } from '../domain/watched-product.ts';
import { type HealthLimits, type HealthReason, healthReasons } from '../domain/watcher-health.ts';
import { CorruptRowError } from '../errors.ts';
import type { DeliveryLog } from '../ports/delivery-log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { PassLog, PassRecord } from '../ports/pass-log.ts';
import type { ProductStore } from '../ports/product-store.ts';
import type { SetAside, SetAsideEntry } from '../ports/set-aside.ts';
import type { SharedState } from '../ports/shared-state.ts';
import { type ChannelHealth, checkChannels } from './check-channels.ts';

export interface Health {
  /** Empty when all is well. */
  readonly reasons: readonly HealthReason[];
  readonly lastPass?: PassRecord;
  /** Of the unsent events that were looked at, ISO 8601. */
  readonly oldestUnsent?: string;
  readonly budgets: readonly Budget[];
  readonly setAside: readonly SetAsideEntry[];
  readonly credentialExpiresAt?: string;
  readonly channels: readonly ChannelHealth[];
  /** Watched products whose list call fails: the first of them. */
  readonly unlisted: readonly WatchedProduct[];
}

export interface HealthDependencies {
  readonly passLog: PassLog;
  readonly outbox: Outbox;
  readonly budgets: Readonly<Record<ApiHost, SharedState<Budget>>>;
  readonly setAside: SetAside;
  readonly deliveries: DeliveryLog;
  readonly products: Pick<ProductStore, 'list'>;
  /** Names of the channels that there are. */
  readonly channels: readonly string[];
  readonly limits: HealthLimits;
  readonly now: () => Date;
}

const minuteMs = 60_000;
const warnBeforeExpiryMs = 14 * 24 * 60 * minuteMs;
/** Enough to see that something is stuck, however much is. */
const unsentToLookAt = 200;
const setAsideToShow = 20;
const productsAtATime = 500;
const productsToShow = 20;

/** Whether the watcher itself still sees and speaks. Storage that cannot be read throws: that is no health either. */
export async function checkHealth(dependencies: HealthDependencies): Promise<Health> {
  const { passLog, outbox, budgets, setAside, limits, now } = dependencies;
  const last = await passLog.last().catch(unreadableIfCorrupt);
  const lastPass = last === 'unreadable' ? undefined : last;
  const oldestUnsent = await oldest(outbox);
  const entries = await setAside.list(setAsideToShow);
  const channels = await checkChannels(dependencies, dependencies.channels);
  const unlisted = await unlistedProducts(dependencies);
  const known = await Promise.all(apiHosts.map((host) => budgets[host].load()));
  const held = known.flatMap((state) => state?.value ?? []);

  const time = now().getTime();
  const isOlder = (at: string, minutes: number) => time - Date.parse(at) > minutes * minuteMs;
  const { credentialExpiresAt, passOverdueMinutes } = limits;
  const unanswered = held.flatMap((budget) => unansweredSince(budget, now(), passOverdueMinutes) ?? []);
  const refusals = held.flatMap((budget) => refusalNow(budget, now(), passOverdueMinutes) ?? []);
  const refusedFor = (reason: string) => refusals.some((refusal) => refusal.reason === reason);
  const holds: Readonly<Record<HealthReason, boolean>> = {
    'no-pass-yet': last === undefined,
    'pass-overdue': lastPass !== undefined && isOlder(lastPass.endedAt, passOverdueMinutes),
    'pass-failed': lastPass !== undefined && lastPass.summary === undefined,
    'pass-unreadable': last === 'unreadable',
    'poll-behind': (lastPass?.summary?.oldestDueSeconds ?? 0) > limits.pollBehindMinutes * 60,
    'outbox-stuck': oldestUnsent !== undefined && isOlder(oldestUnsent, limits.outboxStuckMinutes),
    'set-aside': entries.length > 0,
    'credentials-failing': refusedFor('unauthorized'),
    'credential-expiring': Date.parse(credentialExpiresAt ?? '') - time < warnBeforeExpiryMs,
    'host-refusing': refusedFor('forbidden'),
    'channel-late': channels.some(({ isLate }) => isLate),
    'channel-refusing': channels.some(({ isRefusing }) => isRefusing),
    'host-unavailable': unanswered.some((since) => isOlder(since, passOverdueMinutes)),
    'product-unlisted': unlisted.length > 0,
  };
  return {
    reasons: healthReasons.filter((reason) => holds[reason]),
    ...(lastPass === undefined ? {} : { lastPass }),
    ...(oldestUnsent === undefined ? {} : { oldestUnsent }),
    budgets: held,
    setAside: entries,
    channels,
    unlisted,
    ...(credentialExpiresAt === undefined ? {} : { credentialExpiresAt }),
  };
}

/** The next pass writes the row anew; until then nothing else may be hidden by it. */
function unreadableIfCorrupt(error: unknown): 'unreadable' {
  if (error instanceof CorruptRowError) return 'unreadable';
  throw error;
}

async function oldest(outbox: Outbox): Promise<string | undefined> {
  let time: string | undefined;
  let looked = 0;
  for await (const { event } of outbox.pending()) {
    if (time === undefined || event.time < time) time = event.time;
    looked += 1;
    if (looked >= unsentToLookAt) break;
  }
  return time;
}

/** Of all there are: one that is not looked at would have its new submissions missed in silence. */
async function unlistedProducts({ products, now }: HealthDependencies): Promise<readonly WatchedProduct[]> {
  const unlisted: WatchedProduct[] = [];
  let after: WatchedProduct['key'] | undefined;
  try {
    for (let more = true; more && unlisted.length < productsToShow; ) {
      const page = await products.list({ size: productsAtATime, ...(after === undefined ? {} : { after }) });
      unlisted.push(...page.items.filter((product) => isUnlisted(product, now())));
      after = page.items.at(-1)?.key;
      more = page.more && after !== undefined;
    }
  } catch (error) {
    // The next pass that comes to that row sets it aside, which is a reason of its own.
    if (!(error instanceof CorruptRowError)) throw error;
  }
  return unlisted.slice(0, productsToShow);
}
