// The open case: the item with the real tools, what everybody said under it, the decision beside it.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Project } from "../../api";
import type { Case, Queue } from "../../api/review";
import type { Bench } from "../../core/bench";
import type { Desk, DeskState, Open } from "../../core/desk";
import { t } from "../../i18n";
import type { SurfaceHandle } from "../../surface/handle";
import { Button } from "../../ui/Button";
import { focusNow } from "../../ui/focus";
import { Icon } from "../../ui/Icon";
import { announce, toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { overlay } from "../hands/Hands";
import { useCommands } from "../hands/useCommands";
import { labelCommands } from "../label/commands";
import { GuidelinePanel } from "../label/GuidelinePanel";
import { ItemView } from "../label/ItemView";
import { Panel } from "../label/Panel";
import { useNothing } from "../label/useNothing";
import { valueKeys } from "../label/valueKeys";
import { missingWords } from "../label/words";
import { CaseHead } from "./CaseHead";
import { voicesOf } from "./cases";
import { DeskFoot } from "./DeskFoot";
import { deskCommands } from "./deskCommands";
import { ReadItem } from "./ReadItem";
import { ReviewBar } from "./ReviewBar";
import { SendBack } from "./SendBack";
import { SideBySide } from "./SideBySide";

interface DeskworkProps {
  project: Project;
  queue: Queue;
  left: number | null;
  desk: Desk<Case>;
  state: DeskState<Case>;
  open: Open<Case>;
  bench: Bench;
}

export function Deskwork({ project, queue, left, desk, state, open, bench }: DeskworkProps) {
  const body = useSignal(bench.store);
  const hands = useSignal(bench.hands);
  const history = useSignal(bench.history);
  const [dialog, setDialog] = useState<"none" | "send_back">("none");
  const [guideline, setGuideline] = useState(false);
  const [guideAt, setGuideAt] = useState<string | null>(null);
  const [folded, setFolded] = useState(false);
  const [everybody, setEverybody] = useState(false);
  const handles = useRef(new Map<string, SurfaceHandle>());
  const content = useRef<HTMLElement>(null);
  const note = useRef<HTMLInputElement>(null);
  const found = open.case;
  // A label that stands may be accepted as it is, also where it says that there is nothing.
  const nothing = useNothing(bench, found.resolution?.state === "resolved");
  const voices = useMemo(() => voicesOf(found), [found]);

  // A new item: hands back to the keys.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bench is the item.
  useLayoutEffect(() => {
    content.current?.focus({ preventScroll: true });
    // On a narrow screen everything scrolls together, and the question at hand would be scrolled to.
    const top = requestAnimationFrame(() => content.current?.parentElement?.scrollTo(0, 0));
    return () => cancelAnimationFrame(top);
  }, [bench]);
  useEffect(() => {
    if (hands.selected) for (const handle of handles.current.values()) handle.reveal?.(hands.selected);
  }, [hands.selected]);

  const actions = {
    submit() {
      if (nothing.ask()) return;
      if (desk.decide()) return announce(t("review.decided"));
      announce(missingWords(bench.hands.snapshot().missing));
      focusNow(() =>
        document.querySelector<HTMLElement>(".question--missing input, .question--missing textarea"),
      );
    },
    skip() {
      void desk.skip();
      announce(t("review.skipped"));
    },
    undo() {
      if (bench.undo()) return;
      desk.undo().then(
        (undone) => undone && toast(t("review.undone")),
        (error: Error) => toast(t("review.undo_failed", { message: error.message })),
      );
    },
    redo: () => void bench.redo(),
    guideline: () => setGuideline((on) => !on),
    guideAtQuestion() {
      setGuideAt(bench.active()?.id ?? null);
      setGuideline(true);
    },
    foldPanel: () => setFolded((now) => !now),
    // The label screen's drawers: what everybody said stands under the item here.
    comments: () => undefined,
    history: () => undefined,
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
  useCommands([
    ...labelCommands({ bench, surface, any, actions }).filter(({ id }) => !OF_LABELING.includes(id)),
    ...deskCommands({
      desk,
      bench,
      voices,
      note: () => note.current?.focus(),
      sendBack: () => setDialog("send_back"),
      everybody: bench.schema.region_sets.length > 0 ? () => setEverybody((on) => !on) : null,
    }),
    ...values.commands,
  ]);

  return (
    <div className="label">
      <ReviewBar project={project} queue={queue} left={left} title={found.key}>
        {bench.schema.region_sets.length > 0 && (
          <Button
            look="quiet"
            keepFocus
            aria-pressed={everybody}
            command="everybody"
            shortcut="w"
            onClick={() => setEverybody((on) => !on)}
          >
            {everybody ? t("review.overlay_off") : t("review.overlay")}
          </Button>
        )}
        <Button look="quiet" keepFocus command="guideline" shortcut="g" onClick={actions.guideline}>
          <Icon name="book" />
          <span className="label__wide">{t("label.guideline")}</span>
        </Button>
        <Button
          look="quiet"
          icon
          keepFocus
          tip={t("label.help")}
          data-tip-side="end"
          command="help"
          shortcut="?"
          onClick={() => overlay.set("help")}
        >
          <Icon name="help" />
        </Button>
      </ReviewBar>
      <div className="label__middle">
        <main
          id="content"
          ref={content}
          className="label__item desk"
          tabIndex={-1}
          aria-label={t("label.item")}
        >
          <CaseHead project={project} found={found} refused={state.refused} />
          <div className="desk__item">
            {everybody ? (
              <ReadItem
                schema={bench.schema}
                item={found.item}
                data={found.data}
                media={found.media}
                voices={voices}
              />
            ) : (
              <ItemView bench={bench} body={body} hands={hands} values={values} handles={handles.current} />
            )}
          </div>
          <div className="desk__said">
            <SideBySide
              schema={bench.schema}
              data={found.data}
              voices={voices}
              onAnswer={(voice, question) => desk.takeAnswer(voice, question)}
              onRegion={(voice, region) => desk.takeRegion(voice, region)}
              action={(voice) =>
                found.sent_back.includes(voice.id) ? (
                  <span className="side__mark side__mark--warn">{t("review.with_author")}</span>
                ) : (
                  <Button
                    keepFocus
                    className="desk__take"
                    aria-label={t("review.take_from", { name: voice.name })}
                    aria-pressed={open.basedOn === voice.id}
                    shortcut={placeKey(voices.indexOf(voice))}
                    onClick={() => desk.take(voice.id)}
                  >
                    {t("review.take")}
                  </Button>
                )
              }
            />
          </div>
        </main>
        {(guideline || !folded) && (
          <div className="label__side">
            {guideline && (
              <GuidelinePanel
                project={project}
                schema={bench.schema}
                at={guideAt}
                onClose={() => setGuideline(false)}
              />
            )}
            {!folded && (
              <Panel
                bench={bench}
                body={body}
                hands={hands}
                values={values}
                onHover={(id) => {
                  for (const handle of handles.current.values()) handle.hover?.(id);
                }}
                onGuide={(question) => {
                  setGuideAt(question);
                  setGuideline(true);
                }}
              />
            )}
          </div>
        )}
      </div>
      <DeskFoot
        note={note}
        text={open.note}
        onNote={(text) => desk.write(text)}
        accepts={desk.accepts()}
        canUndo={state.canUndo || history.undo !== null}
        missing={hands.missing}
        asking={nothing.asking}
        nobody={found.annotations.length === 0}
        actions={actions}
        sendBack={() => setDialog("send_back")}
      />
      {dialog === "send_back" && (
        <SendBack
          found={found}
          onClose={() => setDialog("none")}
          onSend={async (annotation, text) => {
            await desk.sendBack(annotation, text);
            setDialog("none");
            const name = found.annotations.find((one) => one.annotation === annotation)?.name ?? "";
            toast(t("review.sent", { name }));
          }}
        />
      )}
    </div>
  );
}

const OF_LABELING = ["comments", "history"];
const placeKey = (place: number): string => (place < 9 ? `alt+${place + 1}` : "");
