"""What machines suggest, shown to people as suggestions: whose and when, and what a person saw is kept.

A share of a project's items may be kept blind: nobody is shown a suggestion there, so that their answers can tell how
far people follow machines. Which those are depends on the item alone, never on why it is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from goldlabel.core.annotation import Body
from goldlabel.core.change import Carrier
from goldlabel.core.model import content_hash
from goldlabel.store import history
from goldlabel.store.history import Suggestion
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work.projects import schema_of

MOST = 20
"""Suggestions shown for one item at the most: the newest."""


def shown(tx: Tx, project: ProjectRow, items: Sequence[ItemRow]) -> Mapping[int, list[dict[str, Any]]]:
    """The suggestions for the items as JSON, by item; of another state of the item, or held back: none."""
    if not project.settings.get("suggestions", True):
        return {}
    seen = {item.id: item for item in items if not blind(project, item.id)}
    out: dict[int, list[dict[str, Any]]] = {}
    for one in history.suggestions(tx, list(seen)) if seen else ():
        if one.item_revision == seen[one.item].revision:
            out.setdefault(one.item, []).append(_json(tx, project, one))
    return {item: found[-MOST:] for item, found in out.items()}


def blind(project: ProjectRow, item: int) -> bool:
    share = float(project.settings.get("suggestions_blind", 0))
    drawn = int(content_hash([project.id, project.created_at, "blind", item])[:8], 16) / 2**32
    return drawn < share


def _json(tx: Tx, project: ProjectRow, one: Suggestion) -> dict[str, Any]:
    body = one.body
    if one.schema_version != project.schema_version:
        carrier = Carrier(schema_of(tx, project, one.schema_version), schema_of(tx, project))
        body = carrier.carry(Body.model_validate(body))[0].model_dump(mode="json", exclude_none=True)
    return {"id": str(one.id), "source": one.source, "kind": one.kind, "confidence": one.confidence, "body": body}


def saw(tx: Tx, item: int, ids: Sequence[int]) -> str | None:
    """What an annotation keeps of the suggestions that its maker had on screen; made-up ids fall away."""
    found = history.suggested(tx, item, ids) if ids else []
    return msgspec.json.encode(found).decode() if found else None
