"""A schema as people read and write it: names where names say enough, ids where they do not."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from .schema import ITEM, DataField, Question, RegionSet, RelationSet, Schema, slug

Raw = dict[str, Any]


def write_schema(schema: Schema) -> Raw:
    """A dict for YAML or JSON; `read_schema` gives the same schema back."""
    fields, questions = _words(schema.fields), _words(schema.questions)
    groups = _words((*schema.region_sets, *schema.relation_sets), ITEM)
    out: Raw = {"fields": [_written(one, fields) for one in schema.fields]}
    for raw in out["fields"]:
        if raw["source"] == raw["name"]:
            del raw["source"]
    if schema.region_sets:
        out["region_sets"] = [
            _written(one, groups) | {"field": fields.get(one.field, one.field)} for one in schema.region_sets
        ]
    if schema.relation_sets:
        out["relation_sets"] = [_relation_set(one, groups) for one in schema.relation_sets]
    if schema.questions:
        out["questions"] = [_question(one, groups, questions) for one in schema.questions]
    return out | ({"layout": schema.layout} if schema.layout != "auto" else {})


def _relation_set(one: RelationSet, groups: dict[str, str]) -> Raw:
    raw = _written(one, groups)
    for key, word in (("from_sets", "from"), ("to_sets", "to")):
        if ids := raw.pop(key, None):
            names = [groups.get(id, id) for id in ids]
            raw[word] = names[0] if len(names) == 1 else names
    return raw


def _words(entries: Sequence[DataField | RegionSet | RelationSet | Question], reserved: str = "") -> dict[str, str]:
    """How each id is referred to: by its name, or by itself everywhere when some name is another's id."""
    ids = {one.id for one in entries}
    clear = all(one.name == one.id or one.name not in ids | {reserved} for one in entries)
    clear = clear and len({one.name for one in entries}) == len(entries)
    return {one.id: one.name if clear else one.id for one in entries}


def _written(one: DataField | RegionSet | RelationSet | Question, words: dict[str, str]) -> Raw:
    raw = one.model_dump(mode="json", exclude_defaults=True)
    clear = words[one.id] == one.name
    return {key: part for key, part in raw.items() if key != "id" or not (clear and one.id == slug(one.name, {ITEM}))}


def _question(one: Question, groups: dict[str, str], questions: dict[str, str]) -> Raw:
    raw = _written(one, questions)
    if "about" in raw:
        raw["about"] = groups.get(raw["about"], raw["about"])
    listed = raw.get("config", {}).get("values")
    if isinstance(listed, list):
        raw["config"]["values"] = list(_values(cast(list[Raw], listed)))
    for condition in raw.get("ask_if", ()):
        condition["question"] = questions.get(condition["question"], condition["question"])
    return raw


def _values(values: Sequence[Raw]) -> Iterator[Any]:
    """Values as written; whatever is no `Value` of ours (a plugin's) stays as it is."""
    for raw in values:
        if not isinstance(raw.get("name") if isinstance(raw, dict) else None, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            yield raw
            continue
        out = {key: part for key, part in raw.items() if key != "id" or part != slug(raw["name"], set())}
        if children := raw.get("children"):
            out["children"] = list(_values(children))
        yield out["name"] if out.keys() == {"name"} else out
