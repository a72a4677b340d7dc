// Several files as one ZIP archive without compression, made of the files themselves: nothing is copied into memory.
// The same files give the same bytes, so that an upload that broke off goes on after the page was closed.

export interface Packed {
  path: string;
  file: Blob;
}

/** What the plain form of ZIP holds at most. */
export const MOST_FILES = 65_535;
export const MOST_BYTES = 0xffff_ffff;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb8_8320 ^ (c >>> 1) : c >>> 1;
  return c;
});

export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Whether so much fits. */
export const fits = (files: readonly Packed[]): boolean =>
  files.length <= MOST_FILES && files.reduce((sum, one) => sum + one.file.size + 300, 0) < MOST_BYTES;

export async function zip(
  files: readonly Packed[],
  onProgress: (done: number) => void = () => undefined,
): Promise<Blob> {
  const parts: BlobPart[] = [];
  const index: BlobPart[] = [];
  let at = 0;
  let indexed = 0;
  let done = 0;
  for (const { path, file } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = new TextEncoder().encode(path);
    const facts = { crc: await checksum(file), size: file.size, name: name.length };
    const head = record(0x0403_4b50, facts);
    const entry = record(0x0201_4b50, facts, at);
    parts.push(head, name, file);
    index.push(entry, name);
    at += head.byteLength + name.length + file.size;
    indexed += entry.byteLength + name.length;
    done += file.size;
    onProgress(done);
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x0605_4b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, indexed, true);
  end.setUint32(16, at, true);
  return new Blob([...parts, ...index, end.buffer], { type: "application/zip" });
}

async function checksum(file: Blob): Promise<number> {
  let crc = 0;
  const reader = file.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) crc = crc32(next.value, crc);
  return crc;
}

/** The head before a file, or (with its place) its line in the index. Names are UTF-8; times are the first there is. */
function record(
  mark: number,
  { crc, size, name }: { crc: number; size: number; name: number },
  place?: number,
) {
  const central = place !== undefined;
  const view = new DataView(new ArrayBuffer(central ? 46 : 30));
  const start = central ? 6 : 4;
  view.setUint32(0, mark, true);
  if (central) view.setUint16(4, 20, true);
  view.setUint16(start, 20, true);
  view.setUint16(start + 2, 0x0800, true);
  view.setUint16(start + 8, 0x0021, true);
  view.setUint32(start + 10, crc, true);
  view.setUint32(start + 14, size, true);
  view.setUint32(start + 18, size, true);
  view.setUint16(start + 22, name, true);
  if (central) view.setUint32(42, place, true);
  return view.buffer;
}
