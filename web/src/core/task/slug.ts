// Readable ids from names, as core/schema.py makes them.

/** An id from `name`, unlike any in `taken`, which it joins. A name that could be an id is one. */
export function slug(name: string, taken: Set<string>): string {
  const base = idOf(name);
  let candidate = base;
  for (let number = 2; taken.has(candidate); number++) candidate = `${base}_${number}`;
  taken.add(candidate);
  return candidate;
}

/** The id that `name` alone would get. */
export function idOf(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}$/.test(name)) return name;
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return plain.replace(/^_+|_+$/g, "").slice(0, 40) || "x";
}
