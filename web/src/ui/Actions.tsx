// The further things one can do with a row, behind three dots.

import { Icon } from "./Icon";
import { Pop } from "./Pop";

export interface Action {
  name: string;
  run(): void;
  danger?: boolean;
  /** A line above it: what follows is of another kind. */
  apart?: boolean;
}

export function Actions({ name, actions }: { name: string; actions: readonly Action[] }) {
  return (
    <Pop button={<Icon name="more" />} name={name} look="quiet" className="btn--icon" side="end">
      {(close) =>
        actions.map(({ name: words, run, danger, apart }) => (
          <button
            key={words}
            type="button"
            className={["menu__item", danger ? "menu__item--bad" : "", apart ? "menu__item--apart" : ""].join(
              " ",
            )}
            onClick={() => {
              close();
              run();
            }}
          >
            {words}
          </button>
        ))
      }
    </Pop>
  );
}
