// Around every page that needs a person: finds out who it is, or sends to sign-in and back here.

import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { createContext, useContext, useEffect } from "react";

import { ApiError, type Me } from "../api";
import { ErrorState } from "../ui/States";
import { outboxOf, useMe } from "./account";
import { applyPreferences } from "./account/preferences";
import { SignInAgain } from "./auth/SignInAgain";
import { Hands } from "./hands/Hands";

const MeContext = createContext<Me | null>(null);

/** Who is signed in; only below `SignedIn`. */
export function useUser(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useUser outside SignedIn");
  return me;
}

export function SignedIn() {
  const { data: me, error, refetch } = useMe();
  const navigate = useNavigate();
  const { href, pathname } = useLocation();
  const nobody = error instanceof ApiError && error.status === 401;
  useEffect(() => {
    // While the way to sign-in is under way this page is still here, under the new address already.
    if (!nobody || pathname === "/sign-in") return;
    void navigate({ to: "/sign-in", search: href === "/" ? {} : { to: href }, replace: true });
  }, [nobody, href, pathname, navigate]);
  useEffect(() => {
    if (me) applyPreferences(me);
  }, [me]);
  if (me) {
    // Also off the label screen: what an earlier visit left behind goes out as soon as its maker is back.
    outboxOf(me.id);
    return (
      <MeContext.Provider value={me}>
        <Outlet />
        <SignInAgain me={me} />
        <Hands me={me} />
      </MeContext.Provider>
    );
  }
  if (error && !nobody) return <ErrorState error={error} retry={() => void refetch()} />;
  return null;
}
