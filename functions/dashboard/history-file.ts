import type { ApiClient } from './api-client.ts';

export type HistoryFormat = 'csv' | 'jsonl';

const longestPage = 200;

/** The whole history of a submission, oldest first, as one text out of all its pages; a table has its header once. */
export async function historyFile(api: ApiClient, key: string, format: HistoryFormat): Promise<string> {
  const query = `order=oldest&format=${format}&limit=${longestPage}`;
  const pages = await api.texts(`submissions/${encodeURIComponent(key)}/history?${query}`);
  return pages.map((page, index) => (format === 'csv' && index > 0 ? withoutHeader(page) : page)).join('');
}

function withoutHeader(table: string): string {
  return table.slice(table.indexOf('\r\n') + 2);
}
