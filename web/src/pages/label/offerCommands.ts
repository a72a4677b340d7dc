// Commands about what the screen offers beside drawing and answering: relations, suggestions, looking, talking.

import type { Bench } from "../../core/bench";
import type { Command } from "../../core/commands";
import { t } from "../../i18n";
import { announce } from "../../ui/Toast";

export interface OfferActions {
  comments(): void;
  history(): void;
  guideAtQuestion(): void;
}

export function offerCommands(bench: Bench, actions: OfferActions): Command[] {
  return [
    ...linkCommands(bench),
    ...viewCommands(bench),
    ...suggestCommands(bench),
    ...talkCommands(actions),
  ];
}

function linkCommands(bench: Bench): Command[] {
  const { linking } = bench;
  const draw = { group: t("group.draw") };
  return [
    {
      ...draw,
      id: "join",
      name: t("relation.join"),
      scope: "label",
      keys: ["j"],
      enabled: () => linking.possible && bench.body.regions.length > 1,
      run: () => linking.begin(),
    },
    {
      ...draw,
      id: "join_take",
      name: t("relation.take"),
      scope: "values",
      keys: ["enter"],
      silent: true,
      enabled: () => linking.state.snapshot()?.to != null,
      run: () => linking.confirm(),
    },
  ];
}

function viewCommands(bench: Bench): Command[] {
  const view = { group: t("group.view"), scope: "label" as const };
  const selected = () => bench.region(bench.hands.snapshot().selected)?.id;
  const regions = () => bench.body.regions.map(({ id }) => id);
  return [
    {
      ...view,
      id: "hide",
      name: t("region.hide"),
      keys: ["shift+h"],
      enabled: () => selected() !== undefined,
      run: () => bench.view.hide(selected() as string),
    },
    {
      ...view,
      id: "lock",
      name: t("region.lock"),
      keys: ["shift+l"],
      enabled: () => selected() !== undefined,
      run: () => bench.view.lock(selected() as string),
    },
    {
      ...view,
      id: "hide_all",
      name: t("region.hide_all"),
      keys: ["alt+h"],
      enabled: () => regions().length > 0,
      run: () => bench.view.hide(...regions()),
    },
  ];
}

function suggestCommands(bench: Bench): Command[] {
  const { suggestions } = bench;
  const some = () => suggestions.open().length > 0;
  const say = (key: "suggest.accepted" | "suggest.ignored", count: number) => announce(t(key, { count }));
  const offer = { group: t("group.offers"), scope: "label" as const, enabled: some };
  return [
    {
      ...offer,
      id: "next_suggestion",
      name: t("suggest.next"),
      keys: ["s"],
      run: () => suggestions.walk(true),
    },
    {
      ...offer,
      id: "previous_suggestion",
      name: t("suggest.previous"),
      keys: ["shift+s"],
      run: () => suggestions.walk(false),
    },
    {
      ...offer,
      id: "accept",
      name: t("suggest.accept_one"),
      keys: ["a"],
      run() {
        const one = suggestions.current();
        if (!one) return;
        suggestions.accept(one);
        say("suggest.accepted", 1);
      },
    },
    {
      ...offer,
      id: "ignore",
      name: t("suggest.ignore_one"),
      keys: ["d"],
      run() {
        const one = suggestions.current();
        if (!one) return;
        suggestions.ignore(one);
        say("suggest.ignored", 1);
      },
    },
    {
      ...offer,
      id: "accept_all",
      name: t("suggest.accept_all"),
      keys: ["shift+a"],
      run: () => say("suggest.accepted", suggestions.acceptAll()),
    },
    {
      ...offer,
      id: "ignore_all",
      name: t("suggest.ignore_all"),
      keys: ["shift+d"],
      run: () => say("suggest.ignored", suggestions.ignoreAll()),
    },
  ];
}

function talkCommands(actions: OfferActions): Command[] {
  return [
    {
      id: "comments",
      name: t("comments.open_panel"),
      group: t("group.offers"),
      scope: "label",
      keys: ["c"],
      run: actions.comments,
    },
    {
      id: "history",
      name: t("history.open_panel"),
      group: t("group.item"),
      scope: "label",
      keys: ["h"],
      run: actions.history,
    },
    {
      id: "guide_question",
      name: t("guide.about_question"),
      group: t("group.view"),
      scope: "label",
      keys: ["shift+g"],
      run: actions.guideAtQuestion,
    },
  ];
}
