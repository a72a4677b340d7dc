// What a reviewer can do besides everything that the label screen can.

import type { Case } from "../../api/review";
import type { Bench } from "../../core/bench";
import type { Command } from "../../core/commands";
import type { Desk } from "../../core/desk";
import { t } from "../../i18n";
import type { Voice } from "./voices";

interface DeskContext {
  desk: Desk<Case>;
  bench: Bench;
  voices: readonly Voice[];
  note(): void;
  sendBack(): void;
  everybody: (() => void) | null;
}

export function deskCommands({ desk, bench, voices, note, sendBack, everybody }: DeskContext): Command[] {
  const review = { group: t("group.review"), scope: "label" as const };
  const sides = voices.slice(0, 9).flatMap((voice, place): Command[] => [
    {
      ...review,
      id: `take ${place + 1}`,
      name: t("review.take_from", { name: voice.name }),
      keys: [`alt+${place + 1}`],
      run: () => desk.take(voice.id),
    },
    {
      ...review,
      id: `take_one ${place + 1}`,
      name: t("review.take_one_from", { name: voice.name }),
      keys: [`alt+shift+${place + 1}`],
      run() {
        const question = bench.active();
        if (question && bench.questionsNow().region === null) desk.takeAnswer(voice.id, question);
      },
    },
  ]);
  return [
    ...sides,
    { ...review, id: "note", name: t("review.note"), keys: ["y"], run: note },
    { ...review, id: "send_back", name: t("review.send_back"), keys: ["t"], run: sendBack },
    ...(everybody
      ? [{ ...review, id: "everybody", name: t("review.overlay"), keys: ["w"], run: everybody }]
      : []),
  ];
}
