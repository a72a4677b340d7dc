import type { ChoicesConfig, ChoicesValue } from "../catalog.gen";
import { optionsOf } from "../core/options";
import { t } from "../i18n";
import { json } from "./choice";
import type { AnswerUI } from "./contract";
import { OptionList } from "./OptionList";
import { OptionRow } from "./OptionRow";

/** In the schema's order. An empty set is an answer ("none of these"), no answer is null. */
function toggled(value: ChoicesValue | null, id: string, order: readonly string[]): ChoicesValue | null {
  const chosen = new Set(value ?? []);
  if (!chosen.delete(id)) chosen.add(id);
  return chosen.size === 0 ? null : order.filter((one) => chosen.has(one));
}

export const choices: AnswerUI<ChoicesValue, ChoicesConfig> = {
  Control({ id, name, value, config, data, set, keyFor }) {
    const options = optionsOf(json(config), data);
    const order = options.map((option) => option.id);
    return (
      <>
        <OptionList
          options={options}
          label={name}
          role="group"
          row={(option) => (
            <OptionRow
              key={option.id}
              kind="checkbox"
              group={id}
              name={option.name}
              description={option.description}
              checked={value?.includes(option.id) ?? false}
              onChange={() => set(toggled(value, option.id, order))}
              shortcut={keyFor(option.id)}
            />
          )}
        />
        {(config.min ?? 0) === 0 && options.length > 0 && (
          <OptionRow
            kind="checkbox"
            group={id}
            name={t("answer.none_of")}
            checked={value?.length === 0}
            onChange={(checked) => set(checked ? [] : null)}
            shortcut={keyFor(null)}
          />
        )}
      </>
    );
  },
  Summary({ value, config, data }) {
    const names = new Map(optionsOf(json(config), data).map((option) => [option.id, option.name]));
    return value.length === 0 ? t("answer.none_of") : value.map((id) => names.get(id) ?? id).join(", ");
  },
  keys(config, data) {
    const options = optionsOf(json(config), data);
    const order = options.map(({ id }) => id);
    const own = options.map(({ id, name, key }) => ({
      key,
      name,
      value: id,
      apply: (before: ChoicesValue | null) => toggled(before, id, order),
    }));
    if ((config.min ?? 0) > 0 || options.length === 0) return own;
    const none = (before: ChoicesValue | null) => (before?.length === 0 ? null : []);
    return [...own, { key: null, name: t("answer.none_of"), value: null, apply: none }];
  },
  wrong(value, { min = 0, max }) {
    if (value.length < min) return t("check.choose_least", { count: min });
    if (max != null && value.length > max) return t("check.choose_most", { count: max });
    return null;
  },
};
