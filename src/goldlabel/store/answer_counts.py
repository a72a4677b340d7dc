"""How many current answers there are, counted no further than asked: a range of one index."""

from goldlabel.store.tx import Tx


def up_to(tx: Tx, project: int, question: str, key: str | None, limit: int) -> int:
    """Answers to a question, of one `key` or any; `limit` where there are more."""
    narrowed = "" if key is None else " AND key = :key"
    return int(
        tx.value(
            "SELECT count(*) FROM (SELECT 1 FROM answer WHERE project = :project AND question = :question"
            f"{narrowed} LIMIT :limit) AS some",
            project=project, question=question, limit=limit, **({} if key is None else {"key": key}),
        )
    )  # fmt: skip
