import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { Project } from "../../api";
import type { Queue } from "../../api/review";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { Account } from "../Bar";
import { COUNTED } from "./cases";

interface ReviewBarProps {
  project: Project;
  queue: Queue;
  left: number | null;
  title: string;
  children?: ReactNode;
}

/** In the place and size of the label screen's bar. */
export function ReviewBar({ project, queue, left, title, children }: ReviewBarProps) {
  return (
    <header className="bar label__bar review-bar">
      <h1 className="sr-only">{t("review.title", { title: project.title || project.name })}</h1>
      <Link
        to="/p/$project/review"
        params={{ project: project.name }}
        search={{ show: queue }}
        className="label__project"
        title={project.title || project.name}
      >
        <Icon name="back" />
        <span>{t("review.title", { title: project.title || project.name })}</span>
      </Link>
      <span className="desk__key" title={title}>
        {title}
      </span>
      {left !== null && (
        <span className="label__position">
          {left >= COUNTED ? t("review.left_many", { count: left }) : t("review.left", { count: left })}
        </span>
      )}
      <span className="bar__space" />
      {children}
      <Account />
    </header>
  );
}
