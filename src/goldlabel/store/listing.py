"""What the list of projects says about each of them: a few seeks per project, whatever it holds."""

from goldlabel.store.tx import Tx


def last_activity(tx: Tx, project: int, labeler: int) -> int | None:
    """When a member (or this labeler) last answered, or somebody changed the project."""
    answered = tx.value(
        "SELECT max(a.updated_at) FROM annotation a WHERE a.id IN (SELECT (SELECT max(n.id) FROM annotation n "
        "WHERE n.labeler = p.labeler AND n.project = :project) FROM member m JOIN person p ON p.id = m.person "
        "WHERE m.project = :project) OR a.id = (SELECT max(n.id) FROM annotation n WHERE n.labeler = :labeler "
        "AND n.project = :project)",
        project=project, labeler=labeler,
    )  # fmt: skip
    changed = tx.value("SELECT at FROM audit_log WHERE project = :project ORDER BY id DESC LIMIT 1", project=project)
    return max((at for at in (answered, changed) if at is not None), default=None)


def sent_back(tx: Tx, project: int, labeler: int) -> int:
    """How many of the labeler's answers came back to be changed."""
    return int(tx.value(
        "SELECT count(*) FROM sent_back WHERE project = :project AND labeler = :labeler AND ended_at IS NULL",
        project=project, labeler=labeler,
    ))  # fmt: skip
