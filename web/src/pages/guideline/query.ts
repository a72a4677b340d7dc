import { guidelines } from "../../api/guideline";

export const guidelineQuery = (project: string) => ({
  queryKey: ["project", project, "guideline"],
  queryFn: () => guidelines.get(project),
});

/** Versions never change. */
export const versionQuery = (project: string, version: number) => ({
  queryKey: ["project", project, "guideline", version],
  queryFn: () => guidelines.version(project, version),
  staleTime: Number.POSITIVE_INFINITY,
});
