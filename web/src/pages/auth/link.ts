// Tokens come in the part of an address after #, which browsers do not send: no log and no proxy sees them.

/** The one-time token of `#link=…`, taken out of the address at once so that it is in no history either. */
export function takeLinkToken(): string | null {
  return take("link");
}

export function takeInviteToken(): string | null {
  return take("token") ?? take("invite");
}

function take(name: string): string | null {
  const token = new URLSearchParams(window.location.hash.slice(1)).get(name);
  if (!token) return null;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return token;
}

export const hasLinkToken = (): boolean => /[#&]link=/.test(window.location.hash);
