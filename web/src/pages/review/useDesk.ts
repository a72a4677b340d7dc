// Ties a Desk to this tab: the server, the address, claims that are kept while somebody looks.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

import type { Project } from "../../api";
import { type Case, type Queue, reviews } from "../../api/review";
import { wrongWith } from "../../catalog";
import { ActiveClock } from "../../core/clock";
import { Desk } from "../../core/desk";
import { NEXT } from "./shows";

const HOLD_MS = 45_000;

export function useDesk(project: Project, queue: Queue, item: string): Desk<Case> {
  const client = useQueryClient();
  const navigate = useNavigate();
  // Made once: the project's numbers change while somebody works, the desk must not.
  const [{ desk, clock }] = useState(() => {
    const clock = new ActiveClock();
    const { name } = project;
    const desk = new Desk<Case>({
      schema: project.schema,
      schemaVersion: project.schema_version,
      wrong: (question, value) => wrongWith(question, value),
      clock,
      api: {
        next: (without) => reviews.next(name, queue, without),
        open: (id) => reviews.open(name, id),
        decide: (id, decision) => reviews.decide(name, id, decision),
        sendBack: (id, annotation, note) => reviews.sendBack(name, id, annotation, note),
        undo: (review) => reviews.undo(name, review),
        letGo: (items) => reviews.letGo(name, items),
      },
    });
    return { desk, clock };
  });
  useEffect(() => {
    desk.start();
    const scope = new AbortController();
    const options = { signal: scope.signal, passive: true, capture: true };
    for (const type of ["pointerdown", "keydown", "wheel"]) {
      window.addEventListener(type, () => clock.input(), options);
    }
    document.addEventListener("visibilitychange", () => clock.show(!document.hidden), options);
    const hold = setInterval(() => {
      if (!document.hidden && clock.active && desk.held.length > 0)
        void reviews.hold(project.name, desk.held).catch(() => undefined);
    }, HOLD_MS);
    const leave = () => void reviews.letGo(project.name, desk.held).catch(() => undefined);
    window.addEventListener("pagehide", leave, options);
    return () => {
      scope.abort();
      clearInterval(hold);
      desk.close();
      void client.invalidateQueries({ queryKey: ["project", project.name] });
    };
  }, [desk, clock, client, project.name]);
  // The address follows the table, and the table the address where somebody else changed it (back, forward).
  const ours = useRef<string[]>([]);
  useEffect(() => {
    if (ours.current.includes(item)) {
      ours.current = ours.current.slice(ours.current.indexOf(item) + 1);
      return;
    }
    if (item === NEXT) {
      if (!desk.item) void desk.begin();
    } else if (desk.item !== item) void desk.show(item);
  }, [desk, item]);
  useEffect(
    () =>
      desk.subscribe(() => {
        const now = desk.item ?? (desk.snapshot().phase === "empty" ? NEXT : null);
        if (now === null || now === addressed()) return;
        if (ours.current.at(-1) === now) return;
        ours.current.push(now);
        void navigate({
          to: "/p/$project/review/$item",
          params: { project: project.name, item: now },
          search: { queue },
          replace: addressed() === NEXT,
        });
      }),
    [desk, navigate, project.name, queue],
  );
  return desk;
}

const addressed = () => decodeURIComponent(window.location.pathname.split("/").at(-1) ?? "");
