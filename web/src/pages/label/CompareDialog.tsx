// Two versions of one annotation side by side: take one, or choose part by part. Nothing is lost on the way: what is
// only in one of them stays unless somebody leaves it out, and undo takes the choice back.

import { useState } from "react";

import type { Bench } from "../../core/bench";
import type { Clash } from "../../core/drafts";
import { firstChoice, merged, type Part, partsOf, type Said, type Side } from "../../core/merge";
import type { Body } from "../../core/model";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { saidWords } from "./said";

interface CompareDialogProps {
  bench: Bench;
  clash: Clash;
  open: boolean;
  onClose(): void;
  onChoose(body: Body): void;
}

export function CompareDialog({ bench, clash, open, onClose, onChoose }: CompareDialogProps) {
  const parts = partsOf(clash.mine, clash.theirs);
  const differing = parts.filter(({ same }) => !same);
  const [choices, setChoices] = useState<{ [key: string]: Side }>({});
  const choice = (part: Part): Side => choices[part.key] ?? firstChoice(part);
  const all = (side: Side) => setChoices(Object.fromEntries(differing.map(({ key }) => [key, side])));
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title={t(`clash.${clash.what}_title`)}
      text={t("clash.text", { count: differing.length })}
      foot={
        <>
          <Button onClick={() => all("mine")}>{t("clash.all_mine")}</Button>
          <Button onClick={() => all("theirs")}>{t(`clash.all_${clash.what}`)}</Button>
          <Button look="main" onClick={() => onChoose(merged(parts, choice))}>
            {t("clash.use")}
          </Button>
        </>
      }
    >
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">{t("clash.part")}</th>
            <th scope="col">{t("clash.mine")}</th>
            <th scope="col">{t(`clash.${clash.what}`)}</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((part) => {
            const name = partName(bench, part);
            return (
              <tr key={part.key}>
                <th scope="row">{name}</th>
                {(["mine", "theirs"] as const).map((side) => (
                  <td key={side}>
                    <label className="compare__choice">
                      <input
                        type="radio"
                        name={part.key}
                        checked={choice(part) === side}
                        onChange={() => setChoices((now) => ({ ...now, [part.key]: side }))}
                      />
                      <span className="sr-only">{name}: </span>
                      <Words bench={bench} said={part[side]} />
                    </label>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {parts.length > differing.length && (
        <p className="muted">{t("clash.same", { count: parts.length - differing.length })}</p>
      )}
    </Dialog>
  );
}

function Words({ bench, said }: { bench: Bench; said: Said | null }) {
  if (said === null) return <em className="muted">{t("clash.nothing")}</em>;
  return (
    <span className="compare__said">
      {saidWords(bench, said).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}

function partName(bench: Bench, { what, key }: Part): string {
  if (what !== "answer") return t(`clash.${what}`);
  const id = key.slice("answer ".length);
  const question = bench.schema.questions.find((one) => one.id === id);
  return question?.text || question?.name || id;
}
