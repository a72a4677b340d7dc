import { projects } from "../../api";

/** The one query for a project; everything about it has a key that begins with ["project", name]. */
export const projectQuery = (name: string) => ({
  queryKey: ["project", name],
  queryFn: () => projects.get(name),
});
