// Turns of a conversation, one under the other: who asks on one side, who answers on the other.

import type { Json } from "../core/model";
import { t, tOr } from "../i18n";
import type { FieldProps, MediumUI } from "./contract";
import "./conversation.css";

interface Turn {
  role: string;
  name: string;
  said: string;
  /** Tools it called, as they were called. */
  calls: string;
}

const ROLE = ["role", "from", "speaker"];
const SAID = ["content", "value", "text"];
/** What data sets call the same two. */
const SAME: { [role: string]: string } = {
  human: "user",
  gpt: "assistant",
  bot: "assistant",
  model: "assistant",
};

type Plain = { [key: string]: Json };

function textOf(said: Json | undefined): string {
  if (typeof said === "string") return said;
  if (!Array.isArray(said)) return "";
  return said
    .map((part) => (part && typeof part === "object" && !Array.isArray(part) ? part.text : null))
    .filter((part) => typeof part === "string")
    .join("\n");
}

export function turnsOf(value: Json): Turn[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((turn): turn is Plain => turn !== null && typeof turn === "object" && !Array.isArray(turn))
    .map((turn) => {
      const role = String(turn[ROLE.find((one) => one in turn) ?? "role"] ?? "").toLowerCase();
      const known = SAME[role] ?? role;
      return {
        role: known,
        name: typeof turn.name === "string" && turn.name ? turn.name : tOr(`conversation.${known}`, known),
        said: textOf(turn[SAID.find((one) => one in turn) ?? "content"]),
        calls: turn.tool_calls ? JSON.stringify(turn.tool_calls, null, 1) : "",
      };
    });
}

function Field({ field, value }: FieldProps) {
  const turns = turnsOf(value);
  return (
    <ol className="conversation" aria-label={field.label || field.name}>
      {turns.map((turn, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns are told apart by their place alone.
        <li key={at} className="turn" data-role={turn.role}>
          <span className="turn__who">{turn.name}</span>
          {turn.said && (
            <div className="turn__said" dir="auto">
              {turn.said}
            </div>
          )}
          {turn.calls && <pre className="turn__calls">{turn.calls}</pre>}
        </li>
      ))}
    </ol>
  );
}

export const conversation: MediumUI = {
  Field,
  fills: false,
  words: (value) =>
    turnsOf(value)
      .map(({ said }) => said)
      .filter(Boolean)
      .join(" · "),
  sample: () => ({
    value: [
      { role: "user", content: t("conversation.sample_question") },
      { role: "assistant", content: t("task.sample_text") },
    ],
  }),
};
