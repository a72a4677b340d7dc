"""The guideline: Markdown in versions, with pictures of the project's own, and who has acknowledged what.

A picture stands in the text as `media:<sha256>`: addresses are signed and end, the text does not.
"""

import re

from goldlabel.core.problem import Conflict, NotFound
from goldlabel.store import guidelines, media, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import notifications

MEDIA = "media:"
_SHOWN = re.compile(MEDIA + "([0-9a-f]{64})")


def change(tx: Tx, project: ProjectRow, body: str, *, base: int | None = None, by: int | None = None) -> ProjectRow:
    """The next version, if the text differs. Raises Conflict when `base` is given and no longer the newest."""
    if base is not None and base != project.guideline_version:
        newest, text = guidelines.version(tx, project.id, project.guideline_version)
        who = f"{newest.by} has" if newest.by else "somebody has"
        raise Conflict(
            f"{who} saved version {newest.version} meanwhile; compare and save again",
            detail={"version": newest.version, "guideline": text},
        )
    if body != projects.guideline(tx, project.id, project.guideline_version):
        projects.add_guideline(tx, project.id, body, by)
        project = projects.by_id(tx, project.id)
        notifications.guideline_changed(tx, project, by)
    return projects.by_id(tx, project.id)


def ask(tx: Tx, project: ProjectRow, version: int, by: int | None = None) -> bool:
    """Asks everybody to acknowledge a version, which whoever asks has done so. Raises NotFound."""
    guidelines.version(tx, project.id, version)
    if by is not None:
        guidelines.acknowledge(tx, project.id, by, version)
    return guidelines.ask(tx, project.id, version, by)


def acknowledge(tx: Tx, project: ProjectRow, person: int, version: int) -> None:
    """Says that this person has read a version. Raises NotFound."""
    guidelines.version(tx, project.id, version)
    guidelines.acknowledge(tx, project.id, person, version)


def to_read(tx: Tx, project: ProjectRow, person: int) -> bool:
    """Whether a version that everybody is to acknowledge waits for this person."""
    asked = guidelines.asked(tx, project.id)
    return asked is not None and asked > (guidelines.acknowledged(tx, project.id, person) or 0)


def picture(tx: Tx, project: ProjectRow, hash: str, *, any: bool) -> media.MediaRow:
    """A picture of the guideline; with `any` also one that no saved version shows yet. Raises NotFound."""
    row = media.by_hash(tx, project.id, hash)
    if row is None or not (any or guidelines.names_picture(tx, project.id, MEDIA + hash)):
        raise NotFound("no such picture in the guideline")
    return row


def pictures(tx: Tx, project: ProjectRow, body: str) -> dict[str, media.MediaRow]:
    """Those that a text shows, by their hash."""
    hashes = set(_SHOWN.findall(body))
    return media.by_hashes(tx, project.id, hashes) if hashes else {}
