import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ApiError } from "./api";
import { choose, preferred } from "./i18n/languages";
import { hasLinkToken } from "./pages/auth/link";
import { router } from "./pages/router";
import { applyTheme } from "./pages/theme";

applyTheme();

if (/[#&]invite=/.test(window.location.hash) && window.location.pathname !== "/invite") {
  window.history.replaceState(null, "", `/invite${window.location.hash}`);
}

// A one-time link may point at any page (`goldlabel demo` prints one at the front page): the sign-in page spends it.
if (hasLinkToken() && window.location.pathname !== "/sign-in") {
  const { pathname, search, hash } = window.location;
  const to = pathname === "/" ? "" : `?to=${encodeURIComponent(pathname + search)}`;
  window.history.replaceState(null, "", `/sign-in${to}${hash}`);
}

// A link opened where the app already stands changes only what is after #: it is read as if the page were opened anew.
window.addEventListener("hashchange", () => {
  if (/[#&](invite|link)=/.test(window.location.hash)) window.location.reload();
});

// A page's code that is no longer there: the server was updated. The address is opened anew, once in ten seconds.
window.addEventListener("vite:preloadError", (event) => {
  const key = "goldlabel.reloaded";
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 10_000) return;
  sessionStorage.setItem(key, `${Date.now()}`);
  event.preventDefault();
  window.location.reload();
});

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server decided stays decided; only a blocked way is tried again.
      retry: (count, error) =>
        count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});

const root = document.getElementById("root");
if (root) {
  await choose(preferred());
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
