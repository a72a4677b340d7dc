// Calls over the generated routes: one that the server changed or removed does not compile.

import { type CallOptions, call } from "./http";
import type { paths } from "./schema.gen";

type Method = "get" | "post" | "put" | "patch" | "delete";

/** The routes that have the method. */
type Route<M extends Method> = {
  [R in keyof paths]: paths[R] extends { [K in M]: object } ? R : never;
}[keyof paths];

type Operation<M extends Method, R extends Route<M>> = paths[R][M];

type Parameters<O, Place extends string> = O extends { parameters: infer P }
  ? Place extends keyof P
    ? NonNullable<P[Place]>
    : never
  : never;

/** `{ [Key]: Value }`, or nothing where the route takes none. */
type Taken<Key extends string, Value> = [Value] extends [never] ? unknown : { [K in Key]: Value };
type Maybe<Key extends string, Value> = [Value] extends [never] ? unknown : { [K in Key]?: Value };

type JsonBody<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? B : never;

type Input<O> = Taken<"path", Parameters<O, "path">> &
  Maybe<"query", Parameters<O, "query">> &
  Taken<"body", JsonBody<O>> &
  ("Idempotency-Key" extends keyof Parameters<O, "header"> ? Pick<CallOptions, "idempotencyKey"> : unknown) &
  Pick<CallOptions, "signal" | "keepalive">;

/** What the route answers with when all is well. */
export type Answer<M extends Method, R extends Route<M>> =
  Operation<M, R> extends { responses: infer S }
    ? { [K in keyof S]: S[K] extends { content: { "application/json": infer A } } ? A : never }[keyof S]
    : never;

type Values = { [name: string]: string | number };

/** The address of a route, every part escaped. */
export function address<R extends Route<"get">>(
  route: R,
  values: Parameters<Operation<"get", R>, "path"> & Values,
): string {
  return filled(route, values);
}

/** `ask("get", "/api/projects/{project}", { path: { project } })` */
export function ask<M extends Method, R extends Route<M>>(
  method: M,
  route: R,
  ...[input]: object extends Input<Operation<M, R>> ? [Input<Operation<M, R>>?] : [Input<Operation<M, R>>]
): Promise<Answer<M, R>> {
  const {
    path = {},
    query = {},
    ...options
  } = (input ?? {}) as CallOptions & { path?: Values; query?: object };
  const search = new URLSearchParams(query as { [name: string]: string }).toString();
  return call(method.toUpperCase(), filled(route, path) + (search && `?${search}`), options);
}

function filled(route: string, values: Values): string {
  return route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
}
