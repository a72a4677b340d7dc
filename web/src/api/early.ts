// Questions asked before the app is there: while its code is on its way, so are the answers that it will ask for first.

const asked = new Map<string, Promise<Response>>();

export function askEarly(path: string): void {
  const answer = fetch(path, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  // Whoever takes it hears of a failure; if nobody does, nothing is wrong.
  answer.catch(() => undefined);
  asked.set(path, answer);
}

/** The answer to an early question, once: asked again, the server is. */
export function taken(method: string, path: string): Promise<Response> | undefined {
  if (method !== "GET") return undefined;
  const answer = asked.get(path);
  asked.delete(path);
  return answer;
}
