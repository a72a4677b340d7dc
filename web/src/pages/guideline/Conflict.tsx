import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Difference } from "./Difference";

interface ConflictProps {
  theirs: { version: number; guideline: string };
  mine: string;
  busy: boolean;
  onMine(): void;
  onTheirs(): void;
  onGoOn(): void;
}

/** Somebody saved meanwhile: both texts laid against each other, and three ways on. */
export function Conflict({ theirs, mine, busy, onMine, onTheirs, onGoOn }: ConflictProps) {
  const { version } = theirs;
  return (
    <section className="conflict" role="alert">
      <p className="notice notice--warn">{t("guideline.conflict", { version })}</p>
      <h2>{t("guideline.conflict_legend", { version })}</h2>
      <div className="conflict__difference">
        <Difference before={theirs.guideline} after={mine} />
      </div>
      <div className="conflict__ways">
        <Button look="main" disabled={busy} onClick={onMine}>
          {t("guideline.keep_mine")}
        </Button>
        <Button disabled={busy} onClick={onGoOn}>
          {t("guideline.go_on")}
        </Button>
        <Button disabled={busy} onClick={onTheirs}>
          {t("guideline.take_theirs")}
        </Button>
      </div>
    </section>
  );
}
