// Saved views: filters, sort and columns under a name; one's own, or shared by a lead.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type View, views } from "../../api/items";
import type { Json } from "../../core/model";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Check";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Pop } from "../../ui/Pop";
import { toast } from "../../ui/Toast";

export interface ViewBody {
  q?: string;
  where?: Json;
  sort?: string;
  shown: string[];
  widths: { [column: string]: number };
}

interface ViewsProps {
  project: string;
  lead: boolean;
  current: number | undefined;
  body: ViewBody;
  onOpen(view: View | null): void;
}

export function Views({ project, lead, current, body, onOpen }: ViewsProps) {
  const client = useQueryClient();
  const key = ["project", project, "views"];
  const { data = [] } = useQuery({ queryKey: key, queryFn: () => views.list(project) });
  const [naming, setNaming] = useState(false);
  const open = data.find(({ id }) => id === current);
  const changed = () => client.invalidateQueries({ queryKey: key });
  const json = body as unknown as { [name: string]: Json };
  const update = useMutation({
    mutationFn: (view: View) =>
      views.change(project, view.id, { name: view.name, body: json, shared: view.shared }),
    onSuccess: () => {
      toast(t("view.saved"));
      void changed();
    },
    onError: (error) => toast(error.message),
  });
  const remove = useMutation({
    mutationFn: (view: View) => views.remove(project, view.id),
    onSuccess: (_, view) => {
      onOpen(null);
      void changed();
      const again = { name: view.name, body: view.body, shared: view.shared };
      toast(t("view.deleted", { name: view.name }), {
        name: t("view.undo"),
        run: () => void views.save(project, again).then(changed),
      });
    },
    onError: (error) => toast(error.message),
  });
  const mayChange = open && (open.mine || (lead && open.shared));
  return (
    <>
      <Pop
        look="quiet"
        name={t("view.menu", { name: open?.name ?? t("view.all") })}
        button={
          <>
            <strong>{open?.name ?? t("view.all")}</strong>
            <Icon name="down" />
          </>
        }
      >
        {(close) => (
          <div className="views">
            <button
              type="button"
              className="menu__item"
              aria-pressed={!open}
              onClick={() => {
                onOpen(null);
                close();
              }}
            >
              {t("view.all")}
            </button>
            {data.map((view) => (
              <button
                key={view.id}
                type="button"
                className="menu__item"
                aria-pressed={view.id === current}
                onClick={() => {
                  onOpen(view);
                  close();
                }}
              >
                <span className="views__name">{view.name}</span>
                {view.shared && <span className="muted">{t("view.shared_by", { name: view.owner })}</span>}
              </button>
            ))}
            <hr className="menu__line" />
            {open && mayChange && (
              <>
                <button
                  type="button"
                  className="menu__item"
                  onClick={() => {
                    update.mutate(open);
                    close();
                  }}
                >
                  {t("view.update", { name: open.name })}
                </button>
                <button
                  type="button"
                  className="menu__item"
                  onClick={() => {
                    remove.mutate(open);
                    close();
                  }}
                >
                  {t("view.delete", { name: open.name })}
                </button>
              </>
            )}
            <button
              type="button"
              className="menu__item"
              onClick={() => {
                setNaming(true);
                close();
              }}
            >
              {t("view.save_as")}
            </button>
          </div>
        )}
      </Pop>
      {naming && (
        <SaveView
          lead={lead}
          onClose={() => setNaming(false)}
          onSave={async (name, shared) => {
            const made = await views.save(project, { name, body: json, shared });
            await changed();
            onOpen(made);
            setNaming(false);
          }}
        />
      )}
    </>
  );
}

interface SaveViewProps {
  lead: boolean;
  onClose(): void;
  onSave(name: string, shared: boolean): Promise<void>;
}

function SaveView({ lead, onClose, onSave }: SaveViewProps) {
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useMutation({ mutationFn: () => onSave(name.trim(), shared) });
  return (
    <Dialog
      open
      title={t("view.save_title")}
      text={t("view.save_text")}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="main" disabled={name.trim() === "" || save.isPending} onClick={() => save.mutate()}>
            {t("view.save")}
          </Button>
        </>
      }
    >
      <Field
        label={t("view.name")}
        value={name}
        data-first
        maxLength={100}
        problem={save.error?.message ?? null}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && name.trim() !== "") save.mutate();
        }}
      />
      {lead && <Check label={t("view.share")} checked={shared} onChange={setShared} />}
    </Dialog>
  );
}
