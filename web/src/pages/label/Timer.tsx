import { useEffect, useState } from "react";

import type { ActiveClock } from "../../core/clock";
import { formatClock, t } from "../../i18n";

/** Active seconds on this item. Not read out: it would talk without end. */
export function Timer({ clock }: { clock: ActiveClock }) {
  const [seconds, setSeconds] = useState(() => clock.seconds);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(clock.seconds), 500);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <span className="label__timer" title={t("label.timer")} aria-hidden="true">
      {formatClock(seconds)}
    </span>
  );
}
