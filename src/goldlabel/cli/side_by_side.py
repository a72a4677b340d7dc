"""An item with everybody's labels beside each other, for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from goldlabel.core.schema import Schema
from goldlabel.workspace.parts import Open, Tie


def show(schema: Schema, tie: Tie) -> None:
    """Prints the item's data, then a column for each labeler."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(Text(f"\n{tie.key}", style="bold"))
    for field in schema.fields:
        value = str(tie.data.get(field.source, ""))
        console.print(Text(f"{field.name}: {value[:2000]}"))
    columns = Table("", show_lines=True)
    for said in tie.said:
        columns.add_column(Text(said.labeler))
    names = list(dict.fromkeys(name for said in tie.said for name in said.labels))
    for name in names:
        cells = [Text("\n".join(lines(said.labels.get(name), tie.data, schema, name))) for said in tie.said]
        columns.add_row(Text(name), *cells)
    console.print(columns)


def lines(value: Any, data: Mapping[str, Any], schema: Schema, name: str) -> list[str]:
    """A label as lines: an answer is one, each region is one."""
    group = next((group for group in schema.region_sets if group.name == name), None)
    if group is None or not isinstance(value, list):
        return [say(value)]
    field = schema.field(group.field)
    text = data.get(field.source) if field else None
    return [_region(cast(dict[str, Any], one), group.shapes, text) for one in cast(list[Any], value)]


def _region(region: dict[str, Any], shapes: Sequence[str], text: Any) -> str:
    shape = next((shape for shape in shapes if shape in region), "")
    answers = [say(value) for name, value in region.items() if name not in ("id", shape)]
    return " → ".join([place(shape, region.get(shape), text), *answers])


def place(shape: str, value: Any, text: Any = None) -> str:
    """Where a region lies: a span as its words, other shapes by their numbers."""
    if isinstance(value, dict):
        where = cast(dict[str, Any], value)
        if isinstance(text, str) and {"start", "end"} <= where.keys():
            return f"“{text[where['start'] : where['end']]}”"
        numbers = [f"{part:.0f}" for part in where.values() if isinstance(part, (int, float))]
        return f"{shape} {' '.join(numbers)}".strip()
    return shape


def say(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(
            "/".join(cast(list[str], p)) if isinstance(p, list) else str(p) for p in cast(list[Any], value)
        )
    return str(value)


def question(schema: Schema, tie: Tie, open: Open) -> str:
    """What is to be decided, as a line."""
    if open.shape is not None:
        return f"is {place(open.shape, open.value, text_of(schema, tie, open.set))} one of {open.name}?"
    if open.ends is not None:
        start, end = (_agreed(schema, tie, id) for id in open.ends)
        return f"is {start} joined with {end} by {open.name}?"
    if open.region is None:
        return f"{open.name}: {open.why}"
    regions = cast(list[dict[str, Any]], tie.agreed.get(open.set or "", []))
    region: dict[str, Any] = next((one for one in regions if one["id"] == open.region), {"id": open.region})
    group = next((group for group in schema.region_sets if group.name == open.set), None)
    where = _region(region, group.shapes if group else (), text_of(schema, tie, open.set))
    return f"{open.name} of {where} ({open.region}): {open.why}"


def _agreed(schema: Schema, tie: Tie, id: str) -> str:
    """A region that is agreed on, by its words or numbers."""
    for group in schema.region_sets:
        for region in cast(list[dict[str, Any]], tie.agreed.get(group.name, [])):
            if region["id"] == id:
                return _region(region, group.shapes, text_of(schema, tie, group.name))
    return id


def text_of(schema: Schema, tie: Tie, name: str | None) -> Any:
    group = next((group for group in schema.region_sets if group.name == name), None)
    field = schema.field(group.field) if group else None
    return tie.data.get(field.source) if field else None
