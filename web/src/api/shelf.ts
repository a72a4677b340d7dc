// What must outlive the tab: pending submits and drafts, in IndexedDB, each under its person's id.

import type { KeptDraft } from "../core/drafts";
import type { Id } from "../core/model";
import type { Pending, Shelf } from "../core/outbox";

const NAME = "goldlabel";
const PENDING = "pending";
const DRAFTS = "drafts";

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(PENDING, { keyPath: "id" });
      request.result.createObjectStore(DRAFTS, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function run<T>(
  store: string,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open();
  return new Promise((resolve, reject) => {
    // "strict": written to the disk before it counts as kept.
    const transaction = db.transaction(store, mode, mode === "readwrite" ? { durability: "strict" } : {});
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const shelf: Shelf = {
  async load(user: Id): Promise<Pending[]> {
    const all = await run<Pending[]>(PENDING, "readonly", (store) => store.getAll());
    return all.filter((entry) => entry.user === user);
  },
  async put(entry) {
    await run(PENDING, "readwrite", (store) => store.put(entry));
  },
  async remove(id) {
    await run(PENDING, "readwrite", (store) => store.delete(id));
  },
};

interface KeptRow extends KeptDraft {
  key: string;
  user: Id;
  project: string;
}

const draftKey = (user: Id, project: string, task: Id) => `${user}/${project}/${task}`;

/** A row of before drafts said what they are about tells too little to be shown. */
const whole = (row: KeptRow | undefined) => (row && typeof row.task === "object" ? row : null);

export const draftShelf = {
  async get(user: Id, project: string, task: Id): Promise<KeptDraft | null> {
    const key = draftKey(user, project, task);
    return whole(await run<KeptRow | undefined>(DRAFTS, "readonly", (store) => store.get(key)));
  },
  async put(user: Id, project: string, kept: KeptDraft): Promise<void> {
    const row: KeptRow = { ...kept, key: draftKey(user, project, kept.task.task), user, project };
    await run(DRAFTS, "readwrite", (store) => store.put(row));
  },
  async remove(user: Id, project: string, task: Id): Promise<void> {
    await run(DRAFTS, "readwrite", (store) => store.delete(draftKey(user, project, task)));
  },
  /** All of this person, of every project. */
  async all(user: Id): Promise<KeptRow[]> {
    const rows = await run<KeptRow[]>(DRAFTS, "readonly", (store) => store.getAll());
    return rows.filter((row) => row.user === user && whole(row));
  },
};

export type { KeptRow };
