// What goes over the wire: addresses, heads and bodies, and what a refusal becomes.

import { afterEach, expect, test, vi } from "vitest";

import { ApiError, label, onSignInNeeded, projects } from "../api";
import type { Task } from "../core/model";

afterEach(() => vi.unstubAllGlobals());

function server(status: number, answer: unknown) {
  const fetch = vi.fn(async (_address: string, _init: RequestInit) => Response.json(answer, { status }));
  vi.stubGlobal("fetch", fetch);
  return () => {
    const [address, init] = fetch.mock.calls[0] as [string, RequestInit];
    return { address, ...init, headers: init.headers as { [name: string]: string } };
  };
}

const pending = {
  id: "key-1",
  user: 1,
  project: "a/b ä",
  task: "t1",
  item: "i1",
  item_revision: 2,
  body: { regions: [], answers: [] },
  seconds: 3.5,
  base_revision: null,
  schema_version: 4,
  at: 0,
  origin: {} as Task,
};

test("a submit carries its key, and nothing that is only the outbox's", async () => {
  const sent = server(200, { annotation: "x", revision: 1 });
  expect(await label.submit(pending)).toEqual({ annotation: "x", revision: 1 });
  const { address, method, headers, body } = sent();
  expect([method, address]).toEqual(["POST", "/api/projects/a%2Fb%20%C3%A4/submit"]);
  expect(headers).toEqual({
    Accept: "application/json",
    "Content-Type": "application/json",
    "Idempotency-Key": "key-1",
  });
  expect(body).toBe(
    '{"task":"t1","body":{"regions":[],"answers":[]},"seconds":3.5,"base_revision":null,"schema_version":4,"item_revision":2}',
  );
});

test("a query follows the address; without a body none is announced", async () => {
  const sent = server(200, { schema: {} });
  await projects.schema("demo", 3);
  const { address, method, headers, body } = sent();
  expect([method, address, body]).toEqual(["GET", "/api/projects/demo?schema_version=3", null]);
  expect(headers).toEqual({ Accept: "application/json" });
});

test("what is given back outlives the page", async () => {
  const sent = server(200, { given_back: 1 });
  await label.giveBack("demo", ["t1"]);
  expect(sent()).toMatchObject({ keepalive: true, body: '{"tasks":["t1"]}' });
});

test("files have addresses", () => {
  expect(projects.jobFile("a b", 7)).toBe("/api/projects/a%20b/jobs/7/file");
  expect(projects.releaseFile("demo", 2)).toBe("/api/projects/demo/releases/2/file");
});

test("a refusal keeps its status, message and problems; 401 asks to sign in", async () => {
  const asked = vi.fn();
  const stop = onSignInNeeded(asked);
  const problems = [{ where: "body", message: "no" }];
  server(422, { error: { message: "wrong", problems } });
  const refused = await label.submit(pending).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({
    status: 422,
    message: "wrong",
    problems,
    where: "POST /api/projects/a%2Fb%20%C3%A4/submit",
  });
  expect(asked).not.toHaveBeenCalled();
  server(401, { error: { message: "who?" } });
  await expect(label.submit(pending)).rejects.toMatchObject({ status: 401 });
  expect(asked).toHaveBeenCalledOnce();
  stop();
});

test("no server at all is status 0", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("down")));
  await expect(projects.list()).rejects.toMatchObject({ status: 0, message: "down" });
});
