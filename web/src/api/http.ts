// The one way to the server: JSON in, JSON out, and errors that say what happened.

import type { Json } from "../core/model";
import { taken } from "./early";
import type { ProblemNote, Refusal } from "./types";

/** The server said no, or (`status` 0) could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly problems: readonly ProblemNote[] = [],
    readonly detail: Json | undefined = undefined,
    readonly where = "",
  ) {
    super(message);
    this.name = "ApiError";
  }
}

export interface CallOptions {
  body?: unknown;
  /** Makes a retry of the same write harmless. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Goes on after the page is left. */
  keepalive?: boolean;
  /** Bytes instead of JSON. */
  raw?: Blob;
  headers?: { [name: string]: string };
}

type Listener = () => void;
const signInNeeded = new Set<Listener>();

/** Hears when a call failed because nobody is signed in any more. */
export function onSignInNeeded(listener: Listener): () => void {
  signInNeeded.add(listener);
  return () => signInNeeded.delete(listener);
}

let person: string | null = null;

/** Whose work the page shows. Said with every call: whoever else signs in at this browser, nothing goes out as theirs. */
export function actAs(id: number | string | null): void {
  person = id === null ? null : String(id);
}

/** Finding out who is signed in, and signing in, is for anybody. */
const forAnybody = (method: string, path: string) =>
  path.startsWith("/api/auth/") || (method === "GET" && path === "/api/me");

const TIMEOUT_MS = 30_000;

export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const where = `${method} ${path}`;
  const headers: { [name: string]: string } = { Accept: "application/json", ...options.headers };
  if (person !== null && !forAnybody(method, path)) headers["Goldlabel-Person"] = person;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  // A hung connection counts as no connection: the outbox then tries again.
  // Not AbortSignal.timeout: each would be held for its whole time after the answer came.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  let response: Response;
  let content: Json;
  try {
    response = await (taken(method, path) ??
      fetch(path, {
        method,
        headers,
        body: options.raw ?? (options.body === undefined ? null : JSON.stringify(options.body)),
        signal: options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal,
        keepalive: options.keepalive ?? false,
        credentials: "same-origin",
      }));
    content = await read(response);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, error instanceof Error ? error.message : "", [], undefined, where);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return content as T;
  const failure = errorOf(response, content, where);
  if (failure.status === 401 && !path.startsWith("/api/auth/")) {
    for (const listener of signInNeeded) listener();
  }
  throw failure;
}

async function read(response: Response): Promise<Json> {
  const text = await response.text();
  if (text === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function errorOf(response: Response, content: Json, where: string): ApiError {
  const error = (content as { error?: Partial<Refusal> } | null)?.error;
  // A proxy that answers in HTML says nothing a person can use.
  const message = error?.message ?? response.statusText;
  return new ApiError(response.status, message, error?.problems ?? [], error as Json | undefined, where);
}
