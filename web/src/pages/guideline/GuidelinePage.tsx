import { Markdown } from "../../ui/Markdown";
import { useProject } from "../project/ProjectShell";

export interface GuidelineSearch {
  show?: "edit" | "versions" | "readers";
  version?: number;
  against?: number;
}

export function GuidelinePage() {
  return (
    <div className="page">
      <Markdown text={useProject().guideline} />
    </div>
  );
}
