const ADDRESS = /^[^@\s<>"']{1,64}@[^@\s<>"']{1,190}$/;

/** The addresses of a pasted text, each once: "Ann Lee <ann@x.org>, bob@x.org; eve@x.org". */
export function addressesIn(text: string): { good: string[]; bad: string[] } {
  // A name before an address in angle brackets is only a name.
  const bare = text.replace(/(?:"[^"]*"\s*|[^,;\n<>"]*)<([^<>\s]+)>/g, " $1 ");
  const words = bare.split(/[\s,;]+/).filter(Boolean);
  const once = [...new Set(words.map((word) => word.toLowerCase()))];
  return { good: once.filter((word) => ADDRESS.test(word)), bad: once.filter((word) => !ADDRESS.test(word)) };
}

/** A server that does not know its own address gives only the path. */
export const linkFrom = (url: string): string => new URL(url, window.location.origin).href;
