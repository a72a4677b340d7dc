// Ids made by this browser: regions and idempotency keys.

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A random word of `length` letters and digits; 22 of them hold 128 bits. */
export function newId(length = 22): string {
  // Not crypto.randomUUID: that exists only in secure contexts, and a team may serve plain http on its own network.
  const bytes = crypto.getRandomValues(new Uint8Array(length * 2));
  let word = "";
  for (const byte of bytes) {
    // 248 is the largest multiple of 62 in a byte: taking only those below keeps every letter equally likely.
    if (byte < 248 && word.length < length) word += LETTERS[byte % 62];
  }
  return word.length === length ? word : word + newId(length - word.length);
}
