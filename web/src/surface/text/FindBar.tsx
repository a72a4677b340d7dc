// Finding words in the text itself: all places shown, one after the other, and all marked at once.

import { useEffect, useMemo, useRef, useState } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { type Found, firstFrom, occurrences } from "./find";

interface FindBarProps {
  text: string;
  markable: boolean;
  node(): Text | null;
  /** Brings a place into sight. */
  onShow(found: Found): void;
  /** Ends; the place last shown is where the hands go on. */
  onClose(found: Found | null): void;
  onMarkAll(found: readonly Found[]): void;
}

const ALL = "text-found";
const NOW = "text-found-now";

export function FindBar({ text, markable, node, onShow, onClose, onMarkAll }: FindBarProps) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const found = useMemo(() => occurrences(text, words), [text, words]);
  const now = found[at] ?? null;

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const textNode = node();
    if (!textNode) return;
    paint(ALL, textNode, found);
    return () => paint(ALL, textNode, []);
  }, [found, node]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown when another place is the one.
  useEffect(() => {
    const textNode = node();
    if (!textNode) return;
    paint(NOW, textNode, now ? [now] : []);
    if (now) onShow(now);
    return () => paint(NOW, textNode, []);
  }, [now, node]);

  const step = (by: number) => setAt((at + by + found.length) % Math.max(1, found.length));
  return (
    <search className="find">
      <input
        ref={field}
        type="search"
        className="find__field"
        aria-label={t("find.title")}
        placeholder={t("find.title")}
        value={words}
        onChange={({ target }) => {
          const next = occurrences(text, target.value);
          // From where the search is on: a longer word is often at the same place.
          setAt(firstFrom(next, now?.start ?? 0));
          setWords(target.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") onClose(now);
          else if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <output className="find__count">
        {words === ""
          ? ""
          : found.length === 0
            ? t("find.none")
            : t("find.count", { at: at + 1, total: found.length })}
      </output>
      <Button look="quiet" icon tip={t("find.previous")} onClick={() => step(-1)}>
        <Icon path="m4 10 4-4 4 4" />
      </Button>
      <Button look="quiet" icon tip={t("find.next")} onClick={() => step(1)}>
        <Icon path="m4 6 4 4 4-4" />
      </Button>
      {markable && (
        <Button disabled={found.length === 0} onClick={() => onMarkAll(found)}>
          {t("find.mark_all")}
        </Button>
      )}
      <Button look="quiet" icon tip={t("find.close")} data-tip-side="end" onClick={() => onClose(now)}>
        <Icon name="close" />
      </Button>
    </search>
  );
}

/** Without touching the text (CSS custom highlights); static ranges cost nothing while nothing is drawn. */
function paint(name: string, node: Text, found: readonly Found[]): void {
  if (typeof CSS === "undefined" || !("highlights" in CSS)) return;
  if (found.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  const ranges = found.map(
    ({ start, end }) =>
      new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }),
  );
  CSS.highlights.set(name, new Highlight(...ranges));
}
