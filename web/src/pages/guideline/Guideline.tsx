import { useCallback } from "react";

import { pictureAddress } from "../../api/guideline";
import { Markdown } from "../../ui/Markdown";
import "../../ui/markdown.css";

/** A project's guideline as it is read, with its pictures. */
export function GuidelineText({ project, text }: { project: string; text: string }) {
  const pictures = useCallback((sha256: string) => pictureAddress(project, sha256), [project]);
  return <Markdown text={text} pictures={pictures} />;
}
