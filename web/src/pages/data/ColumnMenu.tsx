// Which columns are shown, in which order.

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Pop } from "../../ui/Pop";
import { type Column, FIRST } from "./columns";
import { type Layout, moved, readLayout } from "./layout";

interface ColumnsProps {
  all: readonly Column[];
  layout: Layout;
  onChange(layout: Layout): void;
}

export function ColumnMenu({ all, layout, onChange }: ColumnsProps) {
  const { shown } = layout;
  const hidden = all.filter(({ id }) => !shown.includes(id));
  const listed = [...shown.flatMap((id) => all.find((one) => one.id === id) ?? []), ...hidden];
  return (
    <Pop
      look="quiet"
      side="end"
      button={
        <>
          <Icon name="panel" />
          {t("data.columns")}
        </>
      }
    >
      {() => (
        <div className="columns">
          {listed
            .filter(({ id }) => id !== FIRST)
            .map(({ id, name }) => {
              const on = shown.includes(id);
              return (
                <div key={id} className="columns__row">
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={on}
                      onChange={() =>
                        onChange({
                          ...layout,
                          shown: on ? shown.filter((one) => one !== id) : [...shown, id],
                        })
                      }
                    />
                    <span>{name}</span>
                  </label>
                  {on && (
                    <>
                      <Button
                        look="quiet"
                        icon
                        tip={t("data.move_up", { name })}
                        data-tip-side="end"
                        disabled={shown.indexOf(id) <= 1}
                        onClick={() => onChange({ ...layout, shown: moved(shown, id, -1) })}
                      >
                        <span className="columns__up">
                          <Icon name="down" />
                        </span>
                      </Button>
                      <Button
                        look="quiet"
                        icon
                        tip={t("data.move_down", { name })}
                        data-tip-side="end"
                        disabled={shown.indexOf(id) === shown.length - 1}
                        onClick={() => onChange({ ...layout, shown: moved(shown, id, 1) })}
                      >
                        <Icon name="down" />
                      </Button>
                    </>
                  )}
                </div>
              );
            })}
          <hr className="menu__line" />
          <button type="button" className="menu__item" onClick={() => onChange(readLayout(null))}>
            {t("data.columns_reset")}
          </button>
        </div>
      )}
    </Pop>
  );
}
