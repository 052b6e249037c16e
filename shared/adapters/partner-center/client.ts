import type { Observation } from '../../domain/snapshot.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import type { PartnerCenter } from '../../ports/partner-center.ts';
import { parseJson } from './exact-json.ts';
import { bodyFailure, createExchange, type PartnerCenterOptions } from './exchange.ts';
import { hardwarePath, parseHardware } from './hardware.ts';
import { listHardware } from './hardware-list.ts';
import { listMsiExe, msiExePath, parseMsiExe } from './msi-exe.ts';
import { listStore, parseStore, storePath } from './store.ts';

/** Reads submissions of all kinds. It asks once: when to ask again is the cadence's to decide, within the budget. */
export function createPartnerCenter(options: PartnerCenterOptions): PartnerCenter {
  const exchange = createExchange(options);
  return {
    async read(key, view, signal) {
      const answer = await exchange(key.product.kind, pathOf(key, view), signal);
      const { requests } = answer;
      if ('failure' in answer) return { outcome: 'failed', failure: answer.failure, requests };
      try {
        return { outcome: 'read', observation: parserOf(key)(parseJson(answer.body)), requests };
      } catch (error) {
        return { outcome: 'failed', failure: bodyFailure(error, answer.headers), requests };
      }
    },

    list(product, signal) {
      switch (product.kind) {
        case 'hardware':
          return listHardware(exchange, product, signal);
        case 'addon':
        case 'app':
        case 'flight':
          return listStore(exchange, product, signal);
        case 'msi':
          return listMsiExe(exchange, product, signal);
      }
    },
  };
}

function pathOf(key: SubmissionKey, view: 'status' | 'full'): string {
  switch (key.product.kind) {
    case 'hardware':
      return hardwarePath(key);
    case 'addon':
    case 'app':
    case 'flight':
      return storePath(key, view);
    case 'msi':
      return msiExePath(key);
  }
}

function parserOf(key: SubmissionKey): (body: unknown) => Observation {
  switch (key.product.kind) {
    case 'hardware':
      return parseHardware;
    case 'addon':
    case 'app':
    case 'flight':
      return parseStore;
    case 'msi':
      return parseMsiExe;
  }
}
