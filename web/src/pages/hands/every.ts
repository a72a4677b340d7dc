// Every command that can have a key, also of pages that are not open: what the settings list.

import { Bench } from "../../core/bench";
import type { Schema } from "../../core/model";
import { type Known, registry } from "../../core/registry";
import { shapes } from "../../shapes";
import { labelCommands } from "../label/commands";
import { appCommands } from "./Hands";
import { pageCommands } from "./places";

const nothing = () => undefined;

/** A label screen with every tool on it, of which nothing is run. */
function ofLabelScreen() {
  const schema: Schema = {
    fields: [{ id: "f", name: "f", medium: "text", source: "f" }],
    region_sets: [{ id: "all", name: "all", field: "f", shapes: Object.keys(shapes), config: {} }],
    relation_sets: [],
    questions: [],
  };
  const task = {
    task: 0,
    item: 0,
    data: {},
    media: {},
    schema_version: 1,
    item_revision: 1,
    deadline: null,
    draft: null,
  };
  const actions = new Proxy({} as Parameters<typeof labelCommands>[0]["actions"], { get: () => nothing });
  return labelCommands({
    bench: new Bench(task, schema, null),
    surface: () => null,
    any: () => false,
    actions,
  });
}

export function everyCommand(): Known[] {
  const all: Known[] = [
    ...ofLabelScreen().filter(({ silent }) => !silent),
    ...pageCommands("", nothing),
    ...appCommands(nothing, nothing),
    ...registry.known,
  ];
  // Arrow keys are four commands in one line of the list; they stay what they are.
  const changeable = all.filter(
    ({ scope, id }) => scope !== "values" && !/^(nudge|resize)/.test(id) && id !== "press",
  );
  return [...new Map(changeable.toReversed().map((command) => [command.id, command])).values()].toReversed();
}
