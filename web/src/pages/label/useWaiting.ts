import { useQuery } from "@tanstack/react-query";

import { comments } from "../../api/comments";

const EVERY_MS = 60_000;

/** How many comments have an answer for this person. */
export function useWaiting(project: string): number {
  const { data } = useQuery({
    queryKey: ["project", project, "comments", "waiting"],
    queryFn: () => comments.list(project, { limit: 1 }),
    refetchInterval: EVERY_MS,
    retry: false,
  });
  return data?.waiting ?? 0;
}
