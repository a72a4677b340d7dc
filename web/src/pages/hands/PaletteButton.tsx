import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { overlay } from "./overlay";

/** The way to the palette for the mouse, which also teaches its key. */
export function PaletteButton({ className }: { className?: string }) {
  return (
    <Button
      look="quiet"
      icon
      keepFocus
      tip={t("palette.open")}
      data-tip-side="end"
      command="palette"
      shortcut="mod+k"
      className={className ?? ""}
      onClick={() => overlay.set("palette")}
    >
      <Icon name="search" />
    </Button>
  );
}
