// Sends a file in pieces that the server has on disk before it says so; goes on where it stopped after a cut of
// the network, and when the same file is given again after the page was closed.

import { ApiError } from "../../api";
import { imports, type Upload } from "../../api/imports";

export interface Sending {
  done: number;
  total: number;
  /** The network is away; it goes on by itself. */
  waiting: boolean;
}

const SMALLEST = 256 << 10;
const LARGEST = 16 << 20;
const QUICK_MS = 1200;
const SLOW_MS = 5000;
const LONGEST_WAIT_MS = 10_000;

export interface Named {
  name: string;
  content: Blob;
  /** Tells the same file from another one of its name. */
  mark: string;
}

export async function send(
  project: string,
  file: Named,
  onProgress: (sending: Sending) => void,
  signal: AbortSignal,
): Promise<string> {
  const memory = `goldlabel.upload.${project}.${file.name}.${file.content.size}.${file.mark}`;
  const total = file.content.size;
  let { upload, offset } = await begin(project, file, memory);
  let size = 1 << 20;
  let tries = 0;
  onProgress({ done: offset, total, waiting: false });
  while (offset < total) {
    signal.throwIfAborted();
    const started = performance.now();
    try {
      const piece = file.content.slice(offset, Math.min(total, offset + size));
      offset = (await imports.append(project, upload, offset, piece, signal)).offset;
      const took = performance.now() - started;
      if (took < QUICK_MS) size = Math.min(LARGEST, size * 2);
      else if (took > SLOW_MS) size = Math.max(SMALLEST, size / 2);
      tries = 0;
    } catch (error) {
      if (!(error instanceof ApiError) || !passes(error)) throw error;
      onProgress({ done: offset, total, waiting: true });
      size = Math.max(SMALLEST, size / 2);
      await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries++), signal);
      offset = await standsAt(project, upload, offset);
      continue;
    }
    onProgress({ done: offset, total, waiting: false });
  }
  forget(memory);
  return upload;
}

async function begin(project: string, file: Named, memory: string): Promise<Upload> {
  const known = recall(memory);
  if (known) {
    try {
      return await imports.uploaded(project, known);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }
  const made = await imports.upload(project, file.name, file.content.size);
  remember(memory, made.upload);
  return made;
}

/** No decision against it: the network, a busy server, or a piece that arrived although its answer did not. */
const passes = ({ status }: ApiError) =>
  status === 0 || status === 401 || status === 409 || status === 429 || status >= 500;

async function standsAt(project: string, upload: string, before: number): Promise<number> {
  try {
    return (await imports.uploaded(project, upload)).offset;
  } catch (error) {
    if (error instanceof ApiError && passes(error)) return before;
    throw error;
  }
}

/** Ends early when the network is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      window.removeEventListener("online", go);
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
      resolve();
    };
    const stop = () => {
      go();
      reject(signal.reason);
    };
    const timer = setTimeout(go, ms);
    window.addEventListener("online", go);
    signal.addEventListener("abort", stop);
  });
}

// A browser may refuse to keep anything; then an upload begins anew.
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {}
}
function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {}
}
