import type { YesNoConfig, YesNoValue } from "../catalog.gen";
import type { AnswerUI } from "./contract";
import { OptionRow } from "./OptionRow";

const words = (config: YesNoConfig): [boolean, string][] => [
  [true, config.yes ?? "Yes"],
  [false, config.no ?? "No"],
];

export const yes_no: AnswerUI<YesNoValue, YesNoConfig> = {
  Control: ({ id, name, value, config, set, keyFor }) => (
    <div className="options__list options__list--row" role="radiogroup" aria-label={name}>
      {words(config).map(([one, word]) => (
        <OptionRow
          key={word}
          kind="radio"
          group={id}
          name={word}
          checked={value === one}
          onChange={(checked) => set(checked ? one : null)}
          shortcut={keyFor(one)}
        />
      ))}
    </div>
  ),
  Summary: ({ value, config }) => words(config).find(([one]) => one === value)?.[1] ?? "",
  keys: (config) =>
    words(config).map(([one, word]) => ({
      key: null,
      name: word,
      value: one,
      apply: (before) => (before === one ? null : one),
    })),
  single: true,
};
