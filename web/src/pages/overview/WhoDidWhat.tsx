import { useId } from "react";

import type { Who } from "../../api/overview";
import { formatNumber, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { formatShare } from "../../ui/percent";
import { saveCsv } from "../../ui/plot/save";
import { hourDate } from "./days";
import { formatAgo, formatDuration } from "./words";

export function WhoDidWhat({ people }: { people: readonly Who[] }) {
  const id = useId();
  const title = t("over.who");
  if (people.length === 0) return null;
  return (
    <section className="who" aria-labelledby={id}>
      <div className="plot__head">
        <h3 id={id}>{title}</h3>
        <Button
          look="quiet"
          icon
          className="plot__menu"
          tip={t("plot.csv")}
          data-tip-side="end"
          onClick={() => saveCsv(table(people), title)}
        >
          <Icon name="download" />
        </Button>
      </div>
      <div className="who__scroll">
        <table className="who__table">
          <thead>
            <tr>
              <th scope="col">{t("over.who_name")}</th>
              <th scope="col" className="num">
                {t("over.who_answers")}
              </th>
              <th scope="col">{t("over.who_share")}</th>
              <th scope="col" className="num">
                {t("over.who_week")}
              </th>
              <th scope="col" className="num">
                {t("over.who_time")}
              </th>
              <th scope="col">{t("over.who_agrees")}</th>
              <th scope="col" className="num">
                {t("over.who_last")}
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <Row key={one.labeler} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ one }: { one: Who }) {
  const { times } = one;
  return (
    <tr>
      <th scope="row">
        {one.name}
        {one.kind !== "person" && <span className="muted"> {t("over.who_machine")}</span>}
      </th>
      <td className="num">{formatNumber(one.answers)}</td>
      <td>
        <span className="who__share">
          <span className="who__track" aria-hidden="true">
            <span style={{ width: `${one.share * 100}%` }} />
          </span>
          <span className="num">{formatShare(one.share)}</span>
        </span>
      </td>
      <td className="num">{formatNumber(one.week)}</td>
      <td
        className="num"
        title={
          times?.low == null || times.high == null
            ? undefined
            : t("over.who_time_tip", {
                low: formatDuration(times.low),
                high: formatDuration(times.high),
                n: times.n,
              })
        }
      >
        {times?.median == null ? "–" : formatDuration(times.median)}
      </td>
      <td>
        <Agreement one={one} />
      </td>
      <td className="num">
        {one.at_work ? (
          <span className="present">
            <span className="present__dot" aria-hidden="true" />
            {t("over.who_now")}
          </span>
        ) : one.last_hour === null ? (
          "–"
        ) : (
          formatAgo(hourDate(one.last_hour + 1))
        )}
      </td>
    </tr>
  );
}

/** A share with its interval drawn on 0 … 100 %, so that two people compare at a glance. */
function Agreement({ one: { agreement } }: { one: Who }) {
  if (!agreement) return <span className="muted">–</span>;
  const { share, low, high, pairs } = agreement;
  if (share === null || low === null || high === null) {
    return <span className="muted">{t("over.who_agrees_little", { pairs })}</span>;
  }
  const words = t("over.who_agrees_tip", { low: formatShare(low), high: formatShare(high), pairs });
  return (
    <span className="who__share" title={words}>
      <svg className="who__dots" width={72} height={12} role="img" aria-label={words}>
        <line className="plot__grid" x1={0} x2={72} y1={6} y2={6} />
        <line className="plot__interval" x1={low * 72} x2={high * 72} y1={6} y2={6} />
        <circle className="plot__dot" cx={Math.min(68, Math.max(4, share * 72))} cy={6} r={4} />
      </svg>
      <span className="num">{formatShare(share)}</span>
    </span>
  );
}

function table(people: readonly Who[]) {
  return {
    columns: [
      "name",
      "kind",
      "answers",
      "share",
      "last_7_days",
      "median_seconds",
      "agreement",
      "low",
      "high",
      "pairs",
    ],
    rows: people.map((one) => [
      one.name,
      one.kind,
      one.answers,
      one.share,
      one.week,
      one.times?.median ?? null,
      one.agreement?.share ?? null,
      one.agreement?.low ?? null,
      one.agreement?.high ?? null,
      one.agreement?.pairs ?? null,
    ]),
  };
}
