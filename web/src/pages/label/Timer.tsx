import { useEffect, useState } from "react";

import type { ActiveClock } from "../../core/clock";
import { formatClock, t } from "../../i18n";

/** Active seconds on this item, and whether they stand still. Not read out: it would talk without end. */
export function Timer({ clock }: { clock: ActiveClock }) {
  const [now, setNow] = useState(() => ({ seconds: clock.seconds, active: clock.active }));
  useEffect(() => {
    const look = () => setNow({ seconds: clock.seconds, active: clock.active });
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <span
      className="label__timer"
      data-paused={!now.active}
      title={now.active ? t("label.timer") : t("timer.paused_hint")}
      aria-hidden="true"
    >
      {formatClock(now.seconds)}
      {!now.active && <span className="label__paused">{t("timer.paused")}</span>}
    </span>
  );
}
