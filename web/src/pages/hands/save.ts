import type { QueryClient } from "@tanstack/react-query";

import { auth } from "../../api";
import { type Keymap, keymap } from "../../core/keymap";

/** Keeps a person's keys at the server, so that they are there on every machine; at once here. */
export async function saveKeys(client: QueryClient, next: Keymap): Promise<void> {
  const before = keymap.snapshot();
  keymap.set(next);
  // All preferences are written as one, so what others changed meanwhile is read first.
  try {
    const now = await auth.me();
    const preferences = { ...now.preferences, keys: { ...next.own }, single_keys: next.singles };
    client.setQueryData(["me"], await auth.change({ preferences }));
  } catch (error) {
    keymap.set(before);
    throw error;
  }
}
