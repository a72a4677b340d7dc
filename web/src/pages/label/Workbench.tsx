// The open item with everything around it.

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Project } from "../../api";
import type { Bench } from "../../core/bench";
import type { ActiveClock } from "../../core/clock";
import type { Body } from "../../core/model";
import type { Session, SessionState } from "../../core/session";
import { t } from "../../i18n";
import type { SurfaceHandle } from "../../surface/handle";
import { Button, tipped } from "../../ui/Button";
import { focusNow } from "../../ui/focus";
import { Icon } from "../../ui/Icon";
import { announce, toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { overlay } from "../hands/overlay";
import { PaletteButton } from "../hands/PaletteButton";
import { useCommands } from "../hands/useCommands";
import { BottomBar } from "./BottomBar";
import { CommentsPanel } from "./CommentsPanel";
import { CompareDialog } from "./CompareDialog";
import { labelCommands } from "./commands";
import { Drawer } from "./Drawer";
import { GuidelinePanel } from "./GuidelinePanel";
import { HistoryList, takeBack } from "./HistoryList";
import { ItemView } from "./ItemView";
import { LinkHint } from "./LinkHint";
import { Notices } from "./Notices";
import { Panel } from "./Panel";
import { regionPlaces } from "./regionPlaces";
import { SkipDialog } from "./SkipDialog";
import { SuggestionBar } from "./SuggestionBar";
import { Timer } from "./Timer";
import { TopBar } from "./TopBar";
import { useInHand } from "./useInHand";
import { useNothing } from "./useNothing";
import { useWaiting } from "./useWaiting";
import { valueKeys } from "./valueKeys";
import { missingWords } from "./words";

const FOLD = "\\";

/** What stands beside the item; the guideline maybe at a question. */
interface Open {
  kind: "none" | "guideline" | "comments" | "history";
  at: string | null;
}

interface WorkbenchProps {
  project: Project;
  session: Session;
  clock: ActiveClock;
  state: SessionState;
  bench: Bench;
}

export function Workbench({ project, session, clock, state, bench }: WorkbenchProps) {
  const body = useSignal(bench.store);
  const hands = useSignal(bench.hands);
  const history = useSignal(bench.history);
  const [sheet, setSheet] = useState<"none" | "skip" | "compare">("none");
  const [drawer, setDrawer] = useState<Open>({ kind: "none", at: null });
  const [folded, setFolded] = useState(false);
  const handles = useRef(new Map<string, SurfaceHandle>());
  const content = useRef<HTMLElement>(null);
  const link = useSignal(bench.linking.state);
  const waiting = useWaiting(project.name);
  const revised = bench.task.revision != null || session.outbox.receipt(bench.task.task) !== undefined;
  const nothing = useNothing(bench, revised);
  useInHand(project.name, bench);
  /** The item skipped last with what was said about it, until something is submitted: undo takes it back. */
  const skipped = useRef<{ task: string; body: Body; unsay(): void } | null>(null);
  const unskip = () => {
    const { current } = skipped;
    skipped.current = null;
    // What offers to take it back goes with what was taken back.
    current?.unsay();
    if (current) void takeBack(project.name, session, current.task, current.body);
  };

  const hover = useCallback((id: string | null) => {
    for (const handle of handles.current.values()) handle.hover?.(id);
  }, []);

  // A new item: hands back to the keys, not to where the mouse was last.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bench is the item.
  useLayoutEffect(() => content.current?.focus({ preventScroll: true }), [bench]);

  // Who asked to compare is led straight to the two versions.
  useEffect(() => {
    if (state.clash?.refused !== undefined) setSheet("compare");
  }, [state.clash]);

  useEffect(() => {
    if (hands.selected) for (const handle of handles.current.values()) handle.reveal?.(hands.selected);
  }, [hands.selected]);

  // Where a relation would end, while the hands walk.
  const target = link?.to ?? null;
  useEffect(() => {
    hover(target);
    if (target) for (const handle of handles.current.values()) handle.reveal?.(target);
  }, [target, hover]);

  const toggle = (kind: Open["kind"]) =>
    setDrawer((now) => ({ kind: now.kind === kind ? "none" : kind, at: null }));
  const close = () => {
    setDrawer({ kind: "none", at: null });
    content.current?.focus({ preventScroll: true });
  };
  const guideAt = (at: string) => setDrawer({ kind: "guideline", at });

  const actions = {
    submit() {
      if (!session.undecided && nothing.ask()) return;
      if (session.submit()) {
        skipped.current = null;
        return announce(t("label.submitted"));
      }
      if (session.undecided) return setSheet("compare");
      const { missing } = bench.hands.snapshot();
      announce(missingWords(missing));
      // Once the question is on screen (its region may have to be selected first), the focus goes there.
      focusNow(() =>
        document.querySelector<HTMLElement>(".question--missing input, .question--missing textarea"),
      );
    },
    skip: () => setSheet("skip"),
    undo() {
      if (bench.undo()) return;
      if (skipped.current) {
        unskip();
        return;
      }
      if (session.goBack()) toast(t("label.returned"));
    },
    redo() {
      if (!bench.redo() && session.goForward()) toast(t("label.advanced"));
    },
    help: () => overlay.set("help"),
    guideline: () => toggle("guideline"),
    comments: () => toggle("comments"),
    history: () => toggle("history"),
    guideAtQuestion() {
      const question = bench.active() ?? bench.schema.questions[0];
      if (question) guideAt(question.id);
    },
    foldPanel: () => setFolded((now) => !now),
    leaveField() {
      const field = document.activeElement;
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return false;
      if (["radio", "checkbox"].includes((field as HTMLInputElement).type)) return false;
      content.current?.focus();
      return true;
    },
  };

  const any = (ask: (surface: SurfaceHandle) => boolean | undefined) =>
    [...handles.current.values()].some((one) => ask(one));
  const surface = () => [...handles.current.values()][0] ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: which questions are asked depends on the answers.
  const values = useMemo(() => valueKeys(bench, hands), [bench, hands, body]);
  const commands = [...labelCommands({ bench, surface, any, actions }), ...values.commands];
  useCommands(commands, () => regionPlaces(bench));
  useHand(any);

  return (
    <div className="label">
      <TopBar
        project={project}
        state={state}
        left={
          <Button
            look="quiet"
            keepFocus
            aria-label={t("label.guideline")}
            aria-expanded={drawer.kind === "guideline"}
            command="guideline"
            shortcut="g"
            onClick={actions.guideline}
          >
            <Icon name="book" />
            <span className="label__wide">{t("label.guideline")}</span>
          </Button>
        }
        right={
          <>
            <Timer clock={clock} />
            <PaletteButton className="label__wide" />
            <Button
              look="quiet"
              keepFocus
              aria-label={waiting > 0 ? t("comments.waiting", { count: waiting }) : t("comments.open_panel")}
              aria-expanded={drawer.kind === "comments"}
              {...tipped(t("comments.open_panel"), "c")}
              className="btn--icon"
              data-tip-side="end"
              command="comments"
              onClick={actions.comments}
            >
              <Icon name="comment" />
              {waiting > 0 && <span className="label__waiting-count">{waiting}</span>}
            </Button>
            <Button
              look="quiet"
              icon
              keepFocus
              tip={t("history.open_panel")}
              data-tip-side="end"
              command="history"
              shortcut="h"
              aria-expanded={drawer.kind === "history"}
              onClick={actions.history}
            >
              <Icon name="clock" />
            </Button>
            <Button
              look="quiet"
              icon
              keepFocus
              tip={t("label.help")}
              data-tip-side="end"
              command="help"
              shortcut="?"
              onClick={actions.help}
            >
              <Icon name="help" />
            </Button>
            <Button
              look="quiet"
              icon
              keepFocus
              tip={t("label.fold_panel")}
              data-tip-side="end"
              command="panel"
              shortcut={FOLD}
              aria-expanded={!folded}
              onClick={actions.foldPanel}
            >
              <Icon name="panel" />
            </Button>
          </>
        }
      />
      <div className="label__middle">
        <main id="content" ref={content} className="label__item" tabIndex={-1} aria-label={t("label.item")}>
          <Notices
            project={project}
            session={session}
            bench={bench}
            state={state}
            onCompare={() => setSheet("compare")}
            onLeave={() => session.decide(bench.body)}
          />
          <ItemView bench={bench} body={body} hands={hands} values={values} handles={handles.current} />
          <SuggestionBar bench={bench} />
          <LinkHint bench={bench} />
        </main>
        {(!folded || drawer.kind !== "none") && (
          <div className="label__side">
            {!folded && (
              <Panel
                bench={bench}
                body={body}
                hands={hands}
                values={values}
                onHover={hover}
                onGuide={guideAt}
              />
            )}
            {drawer.kind === "guideline" && (
              <GuidelinePanel project={project} schema={bench.schema} at={drawer.at} onClose={close} />
            )}
            {drawer.kind === "comments" && (
              <CommentsPanel project={project} bench={bench} hands={hands} onClose={close} />
            )}
            {drawer.kind === "history" && (
              <Drawer title={t("history.title")} onClose={close}>
                <HistoryList
                  project={project}
                  session={session}
                  open={bench.task.annotation == null ? null : `${bench.task.annotation}`}
                />
              </Drawer>
            )}
          </div>
        )}
      </div>
      <BottomBar
        state={state}
        hands={hands}
        history={history}
        revised={revised}
        asking={nothing.asking}
        actions={actions}
      />
      {state.clash && (
        <CompareDialog
          bench={bench}
          clash={state.clash}
          open={sheet === "compare"}
          onClose={() => setSheet("none")}
          onChoose={(chosen) => {
            setSheet("none");
            session.decide(chosen);
          }}
        />
      )}
      <SkipDialog
        key={`${bench.task.task}`}
        open={sheet === "skip"}
        onClose={() => setSheet("none")}
        onSkip={async (reason) => {
          const left = { task: `${bench.task.task}`, body: bench.body };
          await session.skip(reason);
          setSheet("none");
          const unsay = toast(t("label.skipped"), { name: t("history.take_back"), run: unskip });
          skipped.current = { ...left, unsay };
        }}
      />
    </div>
  );
}

/** Space held is the hand; it is a state of the key and not a command. */
function useHand(any: (ask: (surface: SurfaceHandle) => boolean | undefined) => boolean): void {
  const latest = useRef(any);
  latest.current = any;
  useEffect(() => {
    const hold = (event: KeyboardEvent) => {
      if (event.key !== " " || (event.type === "keydown" && event.repeat)) return;
      const held = event.type === "keydown" && !event.defaultPrevented;
      latest.current((surface) => {
        surface.hold?.(held);
        return false;
      });
    };
    window.addEventListener("keydown", hold);
    window.addEventListener("keyup", hold);
    return () => {
      window.removeEventListener("keydown", hold);
      window.removeEventListener("keyup", hold);
    };
  }, []);
}
