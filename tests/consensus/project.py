"""A project in a real database, labeled by named people through the verbs."""

from typing import Any

from goldlabel.store import Database, annotations, projects, resolutions
from goldlabel.store.projects import ProjectRow
from goldlabel.store.resolutions import ResolutionRow
from goldlabel.work import items, label, resolve
from goldlabel.work.adjudicate import Adjudicated, adjudicate
from goldlabel.work.label import Submission, Submitted
from goldlabel.work.projects import change_schema, create

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "stance", "kind": "choice", "config": {"values": ["for", "against", "none"]}}],
}


class Lab:
    """Says in one line what a project goes through."""

    def __init__(
        self, database: Database, schema: dict[str, Any] | None = None, overlap: int = 2, name: str = "p"
    ) -> None:
        self.database = database
        self.id = database.write(
            lambda tx: create(tx, name, schema or SCHEMA, settings={"overlap": overlap}, guideline="Read twice.")
        ).id
        self.items: dict[str, int] = {}

    @property
    def project(self) -> ProjectRow:
        return self.database.read(lambda tx: projects.by_id(tx, self.id))

    def add(self, *keys: str, **data: Any) -> None:
        rows = [{"key": key, "data": {"text": f"text of {key}", **data}} for key in keys]
        self.items |= self.database.write(lambda tx: items.add_rows(tx, self.project, rows)).ids

    def labeler(self, name: str) -> int:
        return self.database.write(lambda tx: annotations.labeler(tx, None, "person", name))

    def body(self, value: Any, question: str = "stance", kind: str = "choice") -> dict[str, Any]:
        return {"answers": [] if value is None else [{"question": question, "kind": kind, "value": value}]}

    def say(self, who: str, key: str, value: Any, *, seconds: float = 2.0, **more: Any) -> Submitted:
        """A first submit, or, with `revise`, a change of one's own. `value` may be a whole body."""
        labeler, body = self.labeler(who), value if isinstance(value, dict) else self.body(value)
        base = more.pop("revise", None)

        def write(tx: Any) -> Submitted:
            project = projects.by_id(tx, self.id)
            if base is None:
                task = label.claim_item(tx, project, labeler, self.items[key]).slot.id
            else:
                task = label.reopen(tx, project, labeler, base.annotation).slot.id
            revision = None if base is None else base.revision
            given = Submission(task=task, body=body, seconds=seconds, base_revision=revision, **more)
            return label.submit(tx, project, labeler, given)

        return self.database.write(write)

    def resolve(self, limit: int = 200) -> resolve.Chunk:
        total, after = resolve.Chunk(0), 0
        while after is not None:
            chunk = self.database.write(
                lambda tx, at=after: resolve.resolve_chunk(tx, self.project, at, limit, seconds=None)
            )
            total, after = total + chunk, chunk.after
        return total

    def adjudicate(self, who: str, key: str, value: Any, **more: Any) -> Adjudicated:
        labeler, body = self.labeler(who), value if isinstance(value, dict) else self.body(value)
        return self.database.write(lambda tx: adjudicate(tx, self.project, self.items[key], body, labeler, **more))

    def now(self, key: str) -> ResolutionRow | None:
        return self.database.read(lambda tx: resolutions.current_of(tx, [self.items[key]])).get(self.items[key])

    def label(self, key: str) -> Any:
        """The value of the first answer of the current resolution; "tie" for one."""
        row = self.now(key)
        if row is None or row.state == "tie":
            return "tie" if row else None
        return row.body["answers"][0]["value"] if row.body["answers"] else None

    def history(self, key: str) -> list[ResolutionRow]:
        return self.database.read(lambda tx: resolutions.history(tx, self.id, self.items[key]))

    def resolved(self) -> int:
        """The counter that screens show."""
        return self.database.read(lambda tx: projects.counts(tx, self.id, "resolved"))["resolved"]

    def change(self, **parts: Any) -> None:
        self.database.write(lambda tx: change_schema(tx, self.project, {**SCHEMA, **parts}))
