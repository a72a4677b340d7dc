"""`goldlabel diff`: what changed between two releases."""

from typing import Any

from goldlabel.cli.common import Reporting, print_json, say
from goldlabel.cli.named_release import release_file

SHOWN = 20


def diff(a: str, b: str, /, *, at: Reporting = Reporting()) -> None:
    """What changed between two releases: items, labels, and how the answers are distributed.

    Example: goldlabel diff reviews@1 reviews@2

    Parameters
    ----------
    a
        The older one: its folder or ZIP, or PROJECT@NUMBER of the workspace.
    b
        The newer one.
    """
    from goldlabel.release.diff import diff as compare

    with release_file(a, at) as old, release_file(b, at) as new:
        found = compare(old, new)
    if at.json:
        print_json(found)
        return
    words = {
        "added": "new items", "removed": "items gone", "data_changed": "items whose data changed",
        "label_changed": "labels changed",
    }  # fmt: skip
    for part, word in words.items():
        _show(word, found[part])
    say(f"{found['same']:,} items as before")
    if found["schema_changed"]:
        say("the schema changed")
    for question in found["questions"].values():
        if moved := question["total_variation"]:
            say(f"answers to {question['name']} moved by {moved:.1%}")


def _show(word: str, part: dict[str, Any]) -> None:
    if not part["count"]:
        return
    say(f"{part['count']:,} {word}")
    for key in part["keys"][:SHOWN]:
        say(f"  {key}")
    if part["count"] > SHOWN:
        say(f"  … (--json lists {len(part['keys']):,})")
