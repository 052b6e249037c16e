import { SIGNATURE_MARK } from './credentials.ts';
import { stableGuid } from './stable-guid.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type Sas = ReturnType<typeof createSas>;

/** Mints blob URLs as Partner Center does: the path of a blob stays, its signature is new at every call. */
export function createSas(now: () => number) {
  let minted = 0;

  function signature(): string {
    minted += 1;
    // 32 bytes, the length of the real HMAC.
    const text = `${SIGNATURE_MARK}-${String(minted).padStart(13, '0')}`;
    return encodeURIComponent(Buffer.from(text).toString('base64'));
  }

  /** A user-delegation SAS as the hardware API hands out: read for about 24 hours, its key valid for 7 days. */
  function download(blob: string, fileName: string, permissions: 'rl' | 'rwl'): string {
    const hour = Math.floor(now() / HOUR_MS) * HOUR_MS;
    const key = `skt=${instant(hour)}&ske=${instant(hour + 7 * DAY_MS)}&sks=b&skv=2024-05-04`;
    const ids = 'skoid=0f3c1111-2222-4333-8444-555566667777&sktid=975f0000-aaaa-4bbb-8ccc-ddddeeeeffff';
    const rights = `sv=2024-05-04&se=${instant(now() + DAY_MS)}&sr=b&sp=${permissions}`;
    const name = `rscd=attachment%3B%20filename%3D${encodeURIComponent(fileName)}`;
    const path = `https://ingestionpackagesprod1.blob.core.windows.net/ingestion/${stableGuid(blob)}`;
    return `${path}?${ids}&${key}&${rights}&${name}&sig=${signature()}`;
  }

  /** A service SAS as the Store API hands out for uploads; it expires 24 hours after the submission was made. */
  function upload(blob: string, createdAt: number): string {
    const path = `https://productingestionbin1.blob.core.windows.net/ingestion/${stableGuid(blob)}`;
    return `${path}?sv=2014-02-14&sr=b&sig=${signature()}&se=${instant(createdAt + DAY_MS)}&sp=rwl`;
  }

  /** Free text may embed such URLs: `{sas}` in a message or detail becomes one. */
  function inText(text: string, blob: string): string {
    return text.replaceAll('{sas}', () => download(`${blob} text`, 'log.txt', 'rl'));
  }

  return { download, upload, inText };
}

function instant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
