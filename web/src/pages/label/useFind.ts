// Finds words in what a box shows and marks them without touching it (CSS custom highlights).

import { useCallback, useEffect, useRef, useState } from "react";

const NAME = "found";

interface Find {
  words: string;
  count: number;
  search(words: string): void;
  next(): void;
}

export function useFind(box: React.RefObject<HTMLElement | null>, text: string): Find {
  const [words, setWords] = useState("");
  const [count, setCount] = useState(0);
  const found = useRef<Range[]>([]);
  const at = useRef(0);

  const show = useCallback(() => {
    const range = found.current[at.current];
    const element = range?.startContainer.parentElement;
    element?.closest("details")?.setAttribute("open", "");
    element?.scrollIntoView({ block: "center" });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is searched anew.
  useEffect(() => {
    found.current = words.trim() && box.current ? rangesOf(box.current, words.trim()) : [];
    at.current = 0;
    setCount(found.current.length);
    mark(found.current);
    show();
    return () => mark([]);
  }, [words, text, box, show]);

  return {
    words,
    count,
    search: setWords,
    next() {
      at.current = (at.current + 1) % Math.max(1, found.current.length);
      show();
    },
  };
}

function mark(ranges: readonly Range[]): void {
  if (typeof CSS === "undefined" || !("highlights" in CSS)) return;
  if (ranges.length === 0) CSS.highlights.delete(NAME);
  else CSS.highlights.set(NAME, new Highlight(...ranges));
}

function rangesOf(box: HTMLElement, words: string): Range[] {
  const wanted = words.toLocaleLowerCase();
  const out: Range[] = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.nodeValue ?? "").toLocaleLowerCase();
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, Math.min(from + wanted.length, node.nodeValue?.length ?? 0));
      out.push(range);
    }
  }
  return out;
}
