import type { ReactNode } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";

interface DrawerProps {
  title: string;
  more?: ReactNode;
  onClose(): void;
  children: ReactNode;
}

/** What is beside the item for a while: the guideline, comments, history. One at a time. */
export function Drawer({ title, more, onClose, children }: DrawerProps) {
  return (
    <aside className="drawer" aria-label={title}>
      <header className="panel__head drawer__head">
        <h2>{title}</h2>
        {more}
        <span className="bar__space" />
        <Button look="quiet" icon keepFocus tip={t("app.close")} data-tip-side="end" onClick={onClose}>
          <Icon name="close" />
        </Button>
      </header>
      {children}
    </aside>
  );
}
