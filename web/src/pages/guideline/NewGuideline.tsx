// Everybody was asked to acknowledge a version: says so until it is done, with what changed since the one before.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Guideline, guidelines } from "../../api/guideline";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Segments } from "../../ui/Segments";
import { toast } from "../../ui/Toast";
import { Difference } from "./Difference";
import { GuidelineText } from "./Guideline";
import { guidelineQuery, versionQuery } from "./query";
import "./new.css";

const LOOK_MS = 120_000;

/** A line that asks to read it; nothing at all when there is nothing to acknowledge. */
export function NewGuideline({ project }: { project: string }) {
  const { data } = useQuery({ ...guidelineQuery(project), refetchInterval: LOOK_MS });
  const [open, setOpen] = useState(false);
  if (!data || data.asked === null || data.asked <= (data.acknowledged ?? 0)) return null;
  const first = data.acknowledged === null;
  return (
    <>
      <div className="new-guideline" role="status">
        <Icon name="book" />
        <span>{t(first ? "guideline.new_first" : "guideline.new_title")}</span>
        <Button keepFocus onClick={() => setOpen(true)}>
          {t(first ? "guideline.new_first_action" : "guideline.new_action")}
        </Button>
      </div>
      {open && <Read project={project} guideline={data} onClose={() => setOpen(false)} />}
    </>
  );
}

interface ReadProps {
  project: string;
  guideline: Guideline;
  onClose(): void;
}

function Read({ project, guideline, onClose }: ReadProps) {
  const client = useQueryClient();
  const known = guideline.acknowledged;
  const [show, setShow] = useState<"changes" | "whole">(known === null ? "whole" : "changes");
  const { data: before } = useQuery({ ...versionQuery(project, known ?? 1), enabled: known !== null });
  const [problem, setProblem] = useState<string | null>(null);
  const done = async () => {
    try {
      await guidelines.acknowledge(project, guideline.version);
      toast(t("guideline.new_thanks", { version: guideline.version }));
      // With the dialog goes the line that opened it: left for a moment, its button would take the next Enter.
      client.setQueryData(guidelineQuery(project).queryKey, {
        ...guideline,
        acknowledged: guideline.version,
      });
      onClose();
      await client.invalidateQueries({ queryKey: ["project", project] });
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <Dialog
      title={t("guideline.title")}
      text={t("guideline.version", { version: guideline.version })}
      open
      wide
      onClose={onClose}
      foot={
        <>
          {problem && (
            <span className="field__problem" role="alert">
              {problem}
            </span>
          )}
          <Button look="main" onClick={() => void done()}>
            {t("guideline.new_done")}
          </Button>
        </>
      }
    >
      {known !== null && (
        <Segments<"changes" | "whole">
          label={t("guideline.title")}
          value={show}
          options={[
            ["changes", t("guideline.new_changes")],
            ["whole", t("guideline.new_whole")],
          ]}
          onChange={setShow}
        />
      )}
      {show === "whole" ? (
        <GuidelineText project={project} text={guideline.guideline} />
      ) : (
        before && <Difference before={before.guideline} after={guideline.guideline} />
      )}
    </Dialog>
  );
}
