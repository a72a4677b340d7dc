import { task } from "../../api/task";

// What a server offers stays as it is while it runs.

export const templatesQuery = {
  queryKey: ["templates"],
  queryFn: task.templates,
  staleTime: Number.POSITIVE_INFINITY,
};
export const kindsQuery = { queryKey: ["kinds"], queryFn: task.kinds, staleTime: Number.POSITIVE_INFINITY };
