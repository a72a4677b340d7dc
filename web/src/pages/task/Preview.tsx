// The label screen as labelers will have it, drawn with its own parts on a row at hand. Nothing in it is kept.

import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";

import { wrongWith } from "../../catalog";
import { Bench } from "../../core/bench";
import { commandFor, keyOf } from "../../core/commands";
import { type Body, EMPTY, type Schema, type Task } from "../../core/model";
import { t } from "../../i18n";
import type { SurfaceHandle } from "../../surface/handle";
import { useSignal } from "../../ui/use";
import { ItemView } from "../label/ItemView";
import { Panel } from "../label/Panel";
import { valueKeys } from "../label/valueKeys";
import "../label/label.css";

export function Preview({ schema, task }: { schema: Schema; task: Task }) {
  const kept = useRef<Body>(EMPTY);
  const bench = useMemo(
    () => new Bench(task, schema, fitting(kept.current, schema), wrongWith),
    [task, schema],
  );
  useEffect(() => bench.store.subscribe(() => (kept.current = bench.body)), [bench]);
  // Another row is another item: its answers begin afresh.
  const last = useRef(task);
  if (last.current !== task) {
    last.current = task;
    kept.current = EMPTY;
  }
  return <Screen key={JSON.stringify(Object.keys(task.data))} bench={bench} />;
}

/** What of a body still means something: answers of the same kind, regions of a shape that may still be drawn. */
function fitting(body: Body, schema: Schema): Body {
  const sets = new Map(schema.region_sets.map((one) => [one.id, one]));
  const regions = body.regions.filter((region) => sets.get(region.set)?.shapes.includes(region.shape));
  const there = new Set(regions.map((one) => one.id));
  const kinds = new Map(schema.questions.map((one) => [one.id, one.kind]));
  const answers = body.answers.filter(
    (one) => kinds.get(one.question) === one.kind && (one.region == null || there.has(one.region)),
  );
  return { ...EMPTY, regions, answers };
}

function Screen({ bench }: { bench: Bench }) {
  const body = useSignal(bench.store);
  const hands = useSignal(bench.hands);
  const handles = useRef(new Map<string, SurfaceHandle>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: which questions are asked depends on the answers.
  const values = useMemo(() => valueKeys(bench, hands), [bench, hands, body]);
  const press = (event: KeyboardEvent) => {
    const { target } = event;
    const typing =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && !["radio", "checkbox"].includes(target.type));
    if (event.defaultPrevented || typing) return;
    const key = keyOf(event.nativeEvent);
    const command = commandFor(values.commands, key, "free");
    if (command) command.run();
    else if (key === "mod+z") bench.undo();
    else if (key === "mod+shift+z") bench.redo();
    else if (key !== "escape" || !bench.stepBack()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const empty = bench.schema.questions.length === 0 && bench.schema.region_sets.length === 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a label screen of its own, whose keys count inside it.
    <section className="preview__screen" aria-label={t("task.preview")} tabIndex={0} onKeyDown={press}>
      <div className="label__item">
        <ItemView bench={bench} body={body} hands={hands} values={values} handles={handles.current} />
      </div>
      {empty ? (
        <aside className="panel preview__empty">
          <p className="muted">{t("task.preview_empty")}</p>
        </aside>
      ) : (
        <Panel
          bench={bench}
          body={body}
          hands={hands}
          values={values}
          onHover={(id) => {
            for (const handle of handles.current.values()) handle.hover?.(id);
          }}
          onGuide={() => undefined}
        />
      )}
    </section>
  );
}
