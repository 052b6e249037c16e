import { TableClient } from '@azure/data-tables';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Laptop } from './laptop.ts';

/** What an operator does and sees of the app on a laptop: its API, the topic, and the rows where something is broken on purpose. */
export type Operator = ReturnType<typeof asOperator>;

/** Never, while a test runs: health is looked at by hand. */
const never = '0 0 0 1 1 *';

export function asOperator(laptop: Laptop) {
  /** What has come to a subscriber, but for what is forgotten. */
  let came: ServiceBusReceivedMessage[] = [];

  async function reasons(): Promise<readonly string[]> {
    const { body } = await laptop.api('GET', 'health');
    return (body as { reasons: string[] }).reasons;
  }

  async function messages(): Promise<readonly ServiceBusReceivedMessage[]> {
    came.push(...(await laptop.receive()));
    return came;
  }

  /** What the watcher said of itself since it was last asked for. */
  async function said(): Promise<readonly (readonly [type: string, reasons: readonly string[]])[]> {
    await laptop.run('watch-health');
    const isOfWatcher = ({ sessionId }: ServiceBusReceivedMessage) => sessionId === 'watcher';
    const events = (await messages()).filter(isOfWatcher).map(({ body }) => body);
    came = came.filter((message) => !isOfWatcher(message));
    return events.map(({ type, data }) => [/watcher\.(\w+)\./.exec(type)?.[1] ?? type, data.reasons]);
  }

  /** Passes until health says so; a row or a credential that was just mended may take more than one. */
  async function passUntil(isSo: (reasons: readonly string[]) => boolean): Promise<void> {
    let found: readonly string[] = [];
    for (let pass = 0; pass < 60; pass++) {
      await laptop.pass();
      found = await reasons();
      if (isSo(found)) return;
    }
    throw new Error(`After 60 passes the reasons are ${found.join(', ') || 'none'}`);
  }

  return {
    reasons,
    said,
    passUntil,
    startHost: (settings: Record<string, string> = {}) =>
      laptop.startHost({ HEALTH_SCHEDULE: never, NOTIFY_SETTLE_SECONDS: '0', ...settings }),
    /** Stops the app as the platform does, and starts it with other settings. */
    async restartHost(settings: Record<string, string> = {}): Promise<void> {
      await laptop.host().stop();
      await this.startHost(settings);
    },
    async track(...keys: readonly string[]): Promise<void> {
      for (const key of keys) {
        await laptop.put(key, { friendlyName: 'Maps', status: 'PreProcessing' });
        expect((await laptop.api('PUT', `submissions/${key}`)).status).toBe(201);
      }
    },
    async partnerCenter(method: string, path: string, body?: object): Promise<void> {
      const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      expect((await fetch(`${laptop.partnerCenter.url}/_local/${path}`, init)).ok).toBe(true);
    },
    async status() {
      return (await laptop.api('GET', 'status')).body as Record<string, unknown>;
    },
    /** What the doctor says, check by check. */
    async diagnosis(): Promise<Record<string, string>> {
      const { body } = await laptop.api('POST', 'diagnose');
      const { findings } = body as { findings: { check: string; message: string }[] };
      return Object.fromEntries(findings.map(({ check, message }) => [check, message]));
    },
    /** Ids of the messages of submissions that came since it was last asked for. */
    async idsReceived(): Promise<readonly string[]> {
      const ids = (await messages())
        .filter(({ sessionId }) => sessionId !== 'watcher')
        .map(({ messageId }) => String(messageId));
      came = came.filter(({ sessionId }) => sessionId === 'watcher');
      return ids;
    },
    table(name = 'submissionwatch'): TableClient {
      const connectionString = laptop.settings['TABLES_CONNECTION_STRING'] ?? '';
      return TableClient.fromConnectionString(connectionString, name, { allowInsecureConnection: true });
    },
    /** Health is degraded for this reason and no other, and the topic is told of it. */
    async seesDegraded(reason: string): Promise<void> {
      expect(await laptop.api('GET', 'health')).toEqual({
        status: 503,
        body: { status: 'degraded', reasons: [reason] },
      });
      expect(await said()).toEqual([['degraded', [reason]]]);
    },
    /** Nothing is wrong any more, and the topic is told of it. */
    async seesRecovered(): Promise<void> {
      expect(await laptop.api('GET', 'health')).toEqual({ status: 200, body: { status: 'healthy', reasons: [] } });
      expect((await said()).map(([type]) => type)).toEqual(['recovered']);
    },
  };
}

export const nothingIsWrong = (found: readonly string[]) => found.length === 0;
