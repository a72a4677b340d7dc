import { type RefObject, useEffect } from "react";

/** The box may be clicked and walked in, never changed. */
export function useReadOnly(host: RefObject<HTMLDivElement | null>, text: string): void {
  useEffect(() => {
    const area = host.current;
    if (!area) return;
    const refuse = (event: Event) => event.preventDefault();
    // Input methods may write in spite of all refusal: the text is then put back as it was.
    const restore = () => {
      if (area.textContent !== text) area.textContent = text;
    };
    for (const type of ["beforeinput", "paste", "cut", "drop", "dragstart"])
      area.addEventListener(type, refuse);
    for (const type of ["input", "compositionend"]) area.addEventListener(type, restore);
    return () => {
      for (const type of ["beforeinput", "paste", "cut", "drop", "dragstart"])
        area.removeEventListener(type, refuse);
      for (const type of ["input", "compositionend"]) area.removeEventListener(type, restore);
    };
  }, [host, text]);
}
