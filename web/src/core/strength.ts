// How hard a password is to guess, told in four words. Length counts; what is on every list does not.

export type Strength = "weak" | "fair" | "good" | "strong";

const KNOWN = /^(password|passwort|qwerty|qwertz|letmein|welcome|goldlabel|iloveyou|admin|abc|123)/i;
const FAIR = 12;
const GOOD = 16;

export function strength(password: string, about: readonly string[] = []): Strength {
  const different = new Set(password.toLowerCase()).size;
  const own = about.some((word) => word.length > 3 && password.toLowerCase().includes(word.toLowerCase()));
  if (different < 6 || KNOWN.test(password) || own || isRun(password)) return "weak";
  if (password.length < FAIR) return "fair";
  return password.length < GOOD ? "good" : "strong";
}

/** Mostly one step after the other: 0123456789, abcdefghij. */
function isRun(password: string): boolean {
  let steps = 0;
  for (let i = 1; i < password.length; i++)
    if (Math.abs(password.charCodeAt(i) - password.charCodeAt(i - 1)) <= 1) steps++;
  return steps > password.length * 0.7;
}
