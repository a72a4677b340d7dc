import type { ChoiceConfig, ChoiceValue } from "../catalog.gen";
import type { Json } from "../core/model";
import { optionsOf } from "../core/options";
import type { AnswerUI } from "./contract";
import { OptionList } from "./OptionList";
import { OptionRow } from "./OptionRow";

/** Configs are JSON objects: what the generated types say more precisely. */
export const json = (config: unknown) => config as { [key: string]: Json };

export const choice: AnswerUI<ChoiceValue, ChoiceConfig> = {
  Control: ({ id, name, value, config, data, set, keyFor }) => (
    <OptionList
      options={optionsOf(json(config), data)}
      label={name}
      role="radiogroup"
      row={(option) => (
        <OptionRow
          key={option.id}
          kind="radio"
          group={id}
          name={option.name}
          description={option.description}
          checked={value === option.id}
          onChange={(checked) => set(checked ? option.id : null)}
          shortcut={keyFor(option.id)}
        />
      )}
    />
  ),
  Summary: ({ value, config, data }) =>
    optionsOf(json(config), data).find(({ id }) => id === value)?.name ?? value,
  keys: (config, data) =>
    optionsOf(json(config), data).map(({ id, name, key }) => ({
      key,
      name,
      value: id,
      apply: (before) => (before === id ? null : id),
    })),
  single: true,
};
