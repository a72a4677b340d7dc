import { useQuery } from "@tanstack/react-query";

import { COUNTED_QUERY } from "../../api/review";
import { formatNumber } from "../../i18n";
import { COUNTED } from "./cases";

/** How many ties wait, beside the tab's name. */
export function ReviewCount({ project }: { project: string }) {
  const { data } = useQuery({ ...COUNTED_QUERY(project), staleTime: 20_000 });
  if (!data?.ties) return null;
  return (
    <span className="tabs__count num">
      {data.ties >= COUNTED ? `${formatNumber(COUNTED - 1)}+` : formatNumber(data.ties)}
    </span>
  );
}
