import type { PairwiseConfig, PairwiseValue } from "../catalog.gen";
import { t } from "../i18n";
import type { AnswerUI } from "./contract";
import { OptionRow } from "./OptionRow";

/** In the order in which the two stand on screen, what lies between them in the middle. */
function sidesOf({ left, right, ties = true, neither }: PairwiseConfig): [PairwiseValue, string][] {
  return [
    ["left", left || t("answer.left")],
    ...(ties ? ([["tie", t("answer.tie")]] as const) : []),
    ["right", right || t("answer.right")],
    ...(neither ? ([["neither", t("answer.neither")]] as const) : []),
  ].map(([side, word]) => [side as PairwiseValue, word as string]);
}

export const pairwise: AnswerUI<PairwiseValue, PairwiseConfig> = {
  Control: ({ id, name, value, config, set, keyFor }) => (
    <div className="options__list" role="radiogroup" aria-label={name}>
      {sidesOf(config).map(([side, word]) => (
        <OptionRow
          key={side}
          kind="radio"
          group={id}
          name={word}
          checked={value === side}
          onChange={(checked) => set(checked ? side : null)}
          shortcut={keyFor(side)}
        />
      ))}
    </div>
  ),
  Summary: ({ value, config }) => sidesOf(config).find(([side]) => side === value)?.[1] ?? value,
  keys: (config) =>
    sidesOf(config).map(([side, word]) => ({
      key: null,
      name: word,
      value: side,
      apply: (before) => (before === side ? null : side),
    })),
  single: true,
};
