import type { ReadView } from '../../domain/read-view.ts';
import type { Observation } from '../../domain/snapshot.ts';
import type { Kind, ProductKey, SubmissionKey } from '../../domain/submission-key.ts';
import type { ListResult, PartnerCenter } from '../../ports/partner-center.ts';
import { parseJson } from './exact-json.ts';
import { bodyFailure, createExchange, type Exchange, type PartnerCenterOptions } from './exchange.ts';
import { hardwarePath, parseHardware } from './hardware.ts';
import { listHardware } from './hardware-list.ts';
import { listMsiExe, msiExePath, parseMsiExe } from './msi-exe.ts';
import { listStore, parseStore, storePath } from './store.ts';

/** How the submissions of a kind are asked for and understood. */
interface Api {
  path(key: SubmissionKey, view: ReadView): string;
  /** @throws UnreadableBodyError */
  parse(body: unknown): Observation;
  list(exchange: Exchange, product: ProductKey, signal: AbortSignal): Promise<ListResult>;
}

const store: Api = { path: storePath, parse: parseStore, list: listStore };
const apis: Readonly<Record<Kind, Api>> = {
  hardware: { path: hardwarePath, parse: parseHardware, list: listHardware },
  addon: store,
  app: store,
  flight: store,
  msi: { path: msiExePath, parse: parseMsiExe, list: listMsiExe },
};

/** Reads submissions of all kinds. It asks once: when to ask again is the cadence's to decide, within the budget. */
export function createPartnerCenter(options: PartnerCenterOptions): PartnerCenter {
  const exchange = createExchange(options);
  return {
    async read(key, view, signal) {
      const { path, parse } = apis[key.product.kind];
      const answer = await exchange(key.product.kind, path(key, view), signal);
      const { requests } = answer;
      if ('failure' in answer) return { outcome: 'failed', failure: answer.failure, requests };
      try {
        return { outcome: 'read', observation: parse(parseJson(answer.body)), requests };
      } catch (error) {
        return { outcome: 'failed', failure: bodyFailure(error, answer.headers), requests };
      }
    },

    list: (product, signal) => apis[product.kind].list(exchange, product, signal),
  };
}
