"""The datasheet of a release: what is in it, who made it, how far they agree, and what is not in it and why.

After Gebru et al., "Datasheets for Datasets" (CACM 2021). Three parts, marked for who can check them:
- `rows`: follows from `items.jsonl` alone; `verify` computes it again;
- `project`: what the project held when the release was made: items left out with the reason, answers that do not count;
- `losses`: what an older schema version held and today's cannot.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from goldlabel.core.schema import Question, Schema

FORMAT = "goldlabel datasheet 1"
LEFT_OUT = {
    "incomplete": "answers are still missing",
    "unresolved": "complete, but not resolved yet",
    "tie": "its labelers tie, and nobody has decided",
    "changed": "its data changed after it was resolved",
}
"""Why an item of the project is not in a release."""


def build(
    rows: Mapping[str, Any], project: Mapping[str, Any], losses: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """`rows` from `facts`; `project` as said in `work.release`."""
    return {"format": FORMAT, "rows": rows, "project": dict(project), "losses": list(losses)}


def text(sheet: Mapping[str, Any], schema: Schema) -> str:
    """The datasheet for people, in Markdown; made from the numbers alone."""
    rows, project = sheet["rows"], sheet["project"]
    out = [f"# Datasheet: {plain(project['title'])}", ""]
    out += [
        f"{rows['items']:,} labeled items of {project['items']:,} in the project `{project['name']}`; "
        f"{rows['annotations']:,} annotations by {len(rows['labelers']):,} labelers. "
        f"Schema version {project['schema_version']}, guideline version {project['guideline_version']}.",
        "",
    ]
    out += _labels(rows, schema) + _made(rows) + _agreement(rows["agreement"]) + _labelers(rows["labelers"])
    return "\n".join([*out, *_left_out(sheet), *_versions(rows)]) + "\n"


def _labels(rows: Mapping[str, Any], schema: Schema) -> list[str]:
    out = ["## Labels", ""]
    for question in schema.questions:
        found = rows["questions"][question.id]
        about = _about(question, schema)
        out += [
            f"### {plain(found['name'])}",
            "",
            f"`{found['kind']}`, about {about}; answered for {found['answered']:,} of {found['targets']:,}.",
            "",
        ]
        if "values" in found:
            listed = [
                (plain(one["name"]), f"{one['count']:,}", percent(one["share"])) for one in found["values"].values()
            ]
            out += _table(("value", "count", "share"), listed)
        else:
            what, span = ("characters", found["length"]) if "length" in found else ("value", found["numbers"])
            out += _table((what, "min", "mean", "max"), [("", *(_number(span[key]) for key in ("min", "mean", "max")))])
    for found in rows["region_sets"].values():
        line = f"{found['regions']:,} regions, {_number(found['mean'])} per item, at most {_number(found['max'])}."
        out += [f"### {plain(found['name'])}", "", line, ""]
    for found in rows.get("relation_sets", {}).values():
        line = f"{found['relations']:,} relations, {_number(found['mean'])} per item, at most {_number(found['max'])}."
        out += [f"### {plain(found['name'])}", "", line, ""]
    return out


def _about(question: Question, schema: Schema) -> str:
    if group := schema.region_set(question.about):
        return f"each region of {plain(group.name)}"
    relations = schema.relation_set(question.about)
    return f"each relation of {plain(relations.name)}" if relations else "each item"


def _made(rows: Mapping[str, Any]) -> list[str]:
    out = ["## How the labels were made", ""]
    out += _table(("label by", "items"), [(source, f"{count:,}") for source, count in rows["sources"].items()])
    out += _table(("votes per item", "items"), [(votes, f"{count:,}") for votes, count in rows["votes"].items()])
    support, seconds, time = rows["support"], rows["seconds"], rows["time"]
    if support["count"]:
        out += [
            f"Support (share of the votes behind the least agreed part of a label; not a probability): mean "
            f"{_number(support['mean'])}, least {_number(support['min'])}, over {support['count']:,} items.",
            "",
        ]
    if seconds["count"]:
        out += [
            f"Active time: {seconds['sum'] / 3600:,.1f} hours, {_number(seconds['mean'])} seconds per annotation "
            f"({seconds['count']:,} of {rows['annotations']:,} were timed).",
            "",
        ]
    if time["first"] is not None:
        out += [f"Annotated from {moment(time['first'])} to {moment(time['last'])}.", ""]
    return out


def _agreement(found: Mapping[str, Any]) -> list[str]:
    out = ["## Agreement", "", f"Over {found['items']:,} items with two answers or more. α is Krippendorff's.", ""]
    listed = [
        (
            plain(one["name"]),
            one["metric"],
            _number(one["value"]),
            percent(one["agreement"]),
            f"{one['units']:,}",
            one["note"],
        )
        for one in found["questions"].values()
    ]
    out += _table(("question", "metric", "α", "equal pairs", "units", "note"), listed) if listed else []
    sets = [
        (plain(one["name"]), _number(one["f1"]), _number(one["mean_distance"]), f"{one['matched']:,}", one["note"])
        for one in found["region_sets"].values()
    ]
    return out + (_table(("regions", "F1 of pairs", "mean distance", "matched", "note"), sets) if sets else [])


def _labelers(found: list[Mapping[str, Any]]) -> list[str]:
    listed = [
        (plain(one["labeler"]), one["kind"], f"{one['annotations']:,}",
         ", ".join(f"{count:,} {purpose}" for purpose, count in one["purposes"].items()), _number(one["seconds"]))
        for one in found
    ]  # fmt: skip
    return ["## Labelers", "", *_table(("labeler", "kind", "annotations", "of these", "seconds"), listed)]


def _left_out(sheet: Mapping[str, Any]) -> list[str]:
    project = sheet["project"]
    out = ["## What is not in it", ""]
    listed = [(LEFT_OUT[why], f"{count:,}") for why, count in project["left_out"].items() if count]
    out += _table(("items left out", "items"), listed) if listed else ["No item was left out.", ""]
    listed = [(what.replace("_", " "), f"{count:,}") for what, count in project["not_counted"].items()]
    out += _table(("not counted", ""), listed)
    listed = [(plain(one["what"]), plain(one["why"]), f"{one['count']:,}") for one in sheet["losses"]]
    out += _table(("lost", "why", "count"), listed) if listed else ["Nothing was lost between schema versions.", ""]
    files = sheet["rows"]["media_files"]
    return [*out, f"Files of media are named by their SHA-256 and not contained ({files:,}).", ""] if files else out


def _versions(rows: Mapping[str, Any]) -> list[str]:
    out = ["## Versions", ""]
    names = {"schema_versions": "schema", "guideline_versions": "guideline"}
    listed = [(what, version, f"{count:,}") for key, what in names.items() for version, count in rows[key].items()]
    out += _table(("annotations under", "version", "annotations"), listed)
    return out + _table(
        ("item revision", "items"), [(number, f"{n:,}") for number, n in rows["item_revisions"].items()]
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]


def plain(name: str) -> str:
    """A name that cannot become markup: one line, with what Markdown or HTML would read escaped."""
    line = " ".join(name.split())
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#!" else char for char in line)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}" if abs(value) < 1e6 else f"{value:,.0f}"


def moment(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC).strftime("%Y-%m-%d %H:%M UTC")
