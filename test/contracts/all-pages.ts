import type { QueryPage } from '../../shared/ports/submission-queries.ts';

/** Pages until the last. @param between runs before each further page. */
export async function allPages<T>(
  read: (after: { after?: string }) => Promise<QueryPage<T>>,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<T[][]> {
  const pages: T[][] = [];
  let after: { after?: string } = {};
  for (;;) {
    const { items, next } = await read(after);
    pages.push([...items]);
    if (next === undefined) return pages;
    after = { after: next };
    await between(pages.length);
  }
}
