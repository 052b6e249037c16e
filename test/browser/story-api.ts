import { startFixtureApi } from './fixture-api.ts';
import { fixtureEvent } from './fixture-data.ts';
import { driverDetail, driverHistory, driverKey, storyProducts, storySubmissions } from './fixture-story.ts';

/** The page before an API that tells the week of a small company. */
export function startStoryApi() {
  return startFixtureApi({
    submissions: storySubmissions,
    products: storyProducts,
    changes: [...driverHistory, ...storySubmissions.filter(({ state }) => state !== undefined).map(fixtureEvent)].sort(
      (a, b) => b.time.localeCompare(a.time),
    ),
    more: {
      [`submissions/${driverKey}`]: driverDetail,
      [`submissions/${driverKey}/history`]: { value: driverHistory },
    },
  });
}
