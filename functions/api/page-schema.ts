import { z } from 'zod';

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    value: z.array(item),
    nextLink: z.string().optional().describe('The next page: a path of this host. Absent on the last page.'),
  });
}

/** The headers of a page. */
export const pageHeaders = { Link: 'The next page as `<...>; rel="next"`, where there is one.' };
