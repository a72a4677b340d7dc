// Where a project's pages are, as far as they exist: a step or a notification leads to the page that settles it.

import { useRouter } from "@tanstack/react-router";

/** Any page of a project, for a link: `placeOf` says whether it is there. */
type Known = "/p/$project";

const PLACES = {
  label: "/p/$project/label",
  import: "/p/$project/import",
  data: "/p/$project/data",
  review: "/p/$project/review",
  comments: "/p/$project/comments",
  releases: "/p/$project/releases",
  people: "/p/$project/people",
  guideline: "/p/$project/guideline",
  jobs: "/p/$project/jobs",
  settings: "/p/$project/settings",
} as const;

export type Place = keyof typeof PLACES;

/** The address of a place; null while there is no such page. */
export function usePlaces(): (place: Place) => Known | null {
  const { routesByPath } = useRouter();
  return (place) => (PLACES[place] in routesByPath ? (PLACES[place] as string as Known) : null);
}
