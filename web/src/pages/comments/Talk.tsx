// One thread: who said what, an answer, settled or not. The same for who asks and for who leads.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { comments, type Thread } from "../../api/comments";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { When } from "../../ui/When";
import { Write } from "./Write";

interface TalkProps {
  project: string;
  thread: Thread;
  /** What stands above it: a way to the item. */
  about?: ReactNode;
  /** Shows the region it is pinned to. */
  onPin?: (thread: Thread) => void;
}

export function Talk({ project, thread, about, onPin }: TalkProps) {
  const [answering, setAnswering] = useState(false);
  const client = useQueryClient();
  const done = () => client.invalidateQueries({ queryKey: ["project", project, "comments"] });
  const resolve = useMutation({
    mutationFn: (resolved: boolean) => comments.resolve(project, thread.id, resolved),
    onSuccess: done,
  });
  const pin = thread.words ? t("comments.on_words", { words: thread.words }) : t("comments.pinned");
  return (
    <article className="talk" data-resolved={thread.resolved} data-new={thread.new}>
      {(about || thread.region || thread.resolved || thread.new) && (
        <p className="talk__about">
          {about}
          {thread.region &&
            (onPin ? (
              <button type="button" className="talk__pin" onClick={() => onPin(thread)}>
                {pin}
              </button>
            ) : (
              <span className="talk__pin">{pin}</span>
            ))}
          {thread.new && <span className="talk__new">{t("comments.new")}</span>}
          {thread.resolved && (
            <span className="talk__done">
              <Icon name="check" /> {t("comments.resolved")}
            </span>
          )}
        </p>
      )}
      <ol className="talk__said">
        {thread.comments.map((one) => (
          <li key={one.id} className="talk__one">
            <p className="talk__who">
              <b>{one.name}</b>{" "}
              <span className="muted">
                <When at={one.created_at} />
              </span>
            </p>
            <p className="talk__words">{one.body}</p>
          </li>
        ))}
      </ol>
      {answering ? (
        <Write
          label={t("comments.reply_to")}
          action={t("comments.reply")}
          onLeave={() => setAnswering(false)}
          onSend={async (body) => {
            await comments.reply(project, thread.id, body);
            setAnswering(false);
            await done();
          }}
        />
      ) : (
        <p className="talk__acts">
          <Button look="quiet" onClick={() => setAnswering(true)}>
            {t("comments.reply")}
          </Button>
          <Button look="quiet" disabled={resolve.isPending} onClick={() => resolve.mutate(!thread.resolved)}>
            {t(thread.resolved ? "comments.reopen" : "comments.resolve")}
          </Button>
        </p>
      )}
    </article>
  );
}
