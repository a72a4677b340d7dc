// Looking through the storages that the admin named, for a file or a whole folder to import.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Project } from "../../api";
import { type Entry, imports, type Origin } from "../../api/imports";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Segments } from "../../ui/Segments";
import { Skeleton } from "../../ui/States";
import { formatSize } from "./size";

interface FromStorageProps {
  project: Project;
  onGiven(from: Origin): void;
}

/** Nothing where no storage was named: most teams have none. */
export function FromStorage({ project, onGiven }: FromStorageProps) {
  const named = useQuery({
    queryKey: ["project", project.name, "storages"],
    queryFn: () => imports.storages(project.name),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [folder, setFolder] = useState("");
  const names = named.data ?? [];
  const storage = chosen ?? names[0];
  if (storage === undefined) return null;
  return (
    <section className="stored" aria-labelledby="stored-title">
      <div className="stored__head">
        <h2 id="stored-title">{t("stored.title")}</h2>
        {names.length > 1 && (
          <Segments
            label={t("stored.which")}
            options={names.map((name) => [name, name] as const)}
            value={storage}
            onChange={(name) => {
              setChosen(name);
              setFolder("");
            }}
          />
        )}
      </div>
      {(folder !== "" || names.length === 1) && (
        <Way storage={storage} folder={folder} onFolder={setFolder} />
      )}
      <Entries
        project={project}
        storage={storage}
        folder={folder}
        onFolder={setFolder}
        onGiven={(path) => onGiven({ storage, path })}
      />
    </section>
  );
}

interface WayProps {
  storage: string;
  folder: string;
  onFolder(folder: string): void;
}

/** Where one stands: each part leads back to it. */
function Way({ storage, folder, onFolder }: WayProps) {
  const parts = folder === "" ? [] : folder.split("/");
  const steps = ["", ...parts.map((_, at) => parts.slice(0, at + 1).join("/"))];
  return (
    <nav className="stored__way" aria-label={t("stored.way")}>
      {steps.map((path) => (
        <button
          key={path}
          type="button"
          aria-current={path === folder ? "location" : undefined}
          onClick={() => onFolder(path)}
        >
          <bdi>{path === "" ? storage : path.slice(path.lastIndexOf("/") + 1)}</bdi>
        </button>
      ))}
    </nav>
  );
}

interface EntriesProps extends WayProps {
  project: Project;
  onGiven(path: string): void;
}

function Entries({ project, storage, folder, onFolder, onGiven }: EntriesProps) {
  const found = useQuery({
    queryKey: ["project", project.name, "storages", storage, folder],
    queryFn: () => imports.stored(project.name, storage, folder),
  });
  if (found.error)
    return (
      <p className="notice notice--bad" role="alert">
        {found.error.message}
      </p>
    );
  if (!found.data) return <Skeleton width="100%" height={120} />;
  const { entries, more } = found.data;
  const inside = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  return (
    <>
      {entries.length === 0 ? (
        <p className="muted">{t("stored.empty")}</p>
      ) : (
        <ul className="stored__list">
          {entries.map((entry) => (
            <Line
              key={entry.name}
              entry={entry}
              onOpen={() => (entry.folder ? onFolder : onGiven)(inside(entry.name))}
            />
          ))}
        </ul>
      )}
      {more && <p className="muted">{t("stored.more")}</p>}
      {entries.length > 0 && (
        <Button onClick={() => onGiven(folder)}>
          {folder === "" ? t("stored.take_all") : t("stored.take_folder")}
        </Button>
      )}
    </>
  );
}

function Line({ entry, onOpen }: { entry: Entry; onOpen(): void }) {
  return (
    <li>
      <button type="button" className="stored__line" onClick={onOpen}>
        <bdi className={entry.folder ? "stored__folder" : ""}>
          {entry.folder ? `${entry.name}/` : entry.name}
        </bdi>
        <span className="muted num">{entry.size === null ? "" : formatSize(entry.size)}</span>
      </button>
    </li>
  );
}
