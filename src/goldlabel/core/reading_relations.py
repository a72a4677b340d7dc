"""Relation sets as people write them: `from` and `to` name region sets, one or a list; left out, any may be joined."""

from collections.abc import Sequence
from typing import Any, cast

from .naming import Raw, Reading
from .reading_questions import Refer

ENDS = (("from", "from_sets"), ("to", "to_sets"))


def read_relations(relations: Sequence[Raw], groups: Sequence[Raw], reading: Reading, refer: Refer) -> None:
    """Ids for names, in place; says what is wrong."""
    taken = {group["id"]: group["name"] for group in groups}
    names = {group["name"] for group in groups}
    for index, entry in enumerate(relations):
        where = f"relation_sets[{index}]"
        if not groups:
            reading.say(where, "there is no region set to join; add one to region_sets")
        if entry["id"] in taken:
            reading.say(f"{where}.id", f'"{entry["id"]}" is the id of a region set already')
        elif entry["name"] in names:
            reading.say(f"{where}.name", f'"{entry["name"]}" is the name of a region set already')
        for word, key in ENDS:
            raw: Any = entry.pop(word, entry.get(key))
            listed = cast(list[Any], raw if isinstance(raw, (list, tuple)) else [] if raw is None else [raw])
            found = [refer(one, groups, f"{where}.{word}", "region set", reading) for one in listed]
            entry[key] = list(dict.fromkeys(id for id in found if id is not None))
        low, high = entry.get("min", 0), entry.get("max")
        if isinstance(low, int) and isinstance(high, int) and high < low:
            reading.say(f"{where}.max", f"is below min ({low})")
