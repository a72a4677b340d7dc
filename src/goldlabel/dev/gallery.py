"""The gallery of the docs: `docs/gallery.md` from the kinds' own examples, its pictures from the real label screen.

The page is text and made with the other generated files (`make gen`). `make gallery` takes the pictures: every
template as a labeler sees it, its first row answered by the template's `example`, else by values of `examples()`.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from PIL import Image

from goldlabel import templates
from goldlabel.catalog import builtins
from goldlabel.core.kind import Extent, Kind, Target
from goldlabel.core.model import Json
from goldlabel.core.schema import Question, RegionSet, Schema
from goldlabel.server.serve import FIRST_ADMIN, sign_in_link
from goldlabel.store import people, projects
from goldlabel.store.tx import Tx
from goldlabel.templates import Template
from goldlabel.work import bodies, drafts, label
from goldlabel.work.projects import schema_of
from goldlabel.work.workspace import Workspace, open_workspace
from goldlabel.workspace.local import LocalWorkspace
from goldlabel.workspace.values import body_of

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / "docs" / "gallery"
LONG = 300
"""Characters of a value that are shown."""
HEAD = """# Gallery

What can be shown, drawn and asked, and what ready-made tasks look like. This page is made from the kinds' own
examples (`make gen`), its pictures from the label screen itself (`make gallery`). More about each kind:
[kinds.md](kinds.md); how they are put together: [schema.md](schema.md).
"""


def gallery_md() -> str:
    """The page."""
    kinds, every = builtins(), [templates.load(name) for name in templates.names()]
    parts = [HEAD, "## Templates", "`goldlabel init NAME --template …`, or *New project* in the app.\n"]
    parts += [_template(one) for one in every]
    parts.append("## Media\n\n| medium | surfaces | seen in |\n| --- | --- | --- |")
    for medium in kinds.media.values():
        seen = [one for one in every if any(field.medium == medium.name for field in one.read().fields)]
        surfaces = ", ".join(surface.value for surface in medium.surfaces) or "none"
        parts.append(f"| `{medium.name}` | {surfaces} | {_links(seen)} |")
    parts.append("\n## Shapes\n")
    for shape in kinds.shapes.values():
        seen = [one for one in every if any(shape.name in group.shapes for group in one.read().region_sets)]
        parts.append(_kind(shape, f"on {shape.surface.value}", seen))
    parts.append("## Answers\n")
    for answer in kinds.answers.values():
        seen = [one for one in every if any(question.kind == answer.name for question in one.read().questions)]
        parts.append(_kind(answer, f"{answer.scale.value} scale", seen))
    return "\n".join(parts).rstrip() + "\n"


def _template(template: Template) -> str:
    picture = f"![{template.title}](gallery/{template.name}.webp)"
    return f"### {template.title}\n`{template.name}`: {template.description}\n\n{picture}\n"


def _links(seen: list[Template]) -> str:
    return ", ".join(f"[{one.title}](#{_anchor(one.title)})" for one in seen[:3])


def _anchor(title: str) -> str:
    """As GitHub makes it: words in lower case, joined by hyphens."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def _kind(kind: Kind[Any, Any], on: str, seen: list[Template]) -> str:
    example = kind.examples()[0]
    value = max(example.valid, key=lambda value: min(len(value.model_dump_json()), LONG))
    lines = [f"### `{kind.name}`", f"{(kind.__doc__ or '').strip().splitlines()[0]} ({on}; seen in {_links(seen)})\n"]
    config = example.config.model_dump(mode="json", exclude_defaults=True)
    if config:
        lines.append(f"- config `{_short(config)}`")
    shown = kind.summary(value, example.config)
    lines.append(f"- value `{_short(value.model_dump(mode='json'))}`, in tables: {shown}\n")
    return "\n".join(lines)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def answer_to(schema: Schema, data: Mapping[str, Any], extents: Mapping[str, Extent]) -> dict[str, Any]:
    """A body that fits the row: for each set and question the first of the kinds' examples that passes its check."""
    regions = [made for group in schema.region_sets if (made := _region(group, data, extents))]
    answers: list[dict[str, Any]] = []
    for question in schema.questions:
        abouts = [None] if question.about == "item" else [one["id"] for one in regions if one["set"] == question.about]
        for region in abouts:
            value = _value(question, data)
            if value is not None:
                answers.append({"question": question.id, "kind": question.kind, "version": 1, "value": value})
                if region is not None:
                    answers[-1]["region"] = region
    return {"regions": regions, "answers": answers}


def _region(group: RegionSet, data: Mapping[str, Any], extents: Mapping[str, Extent]) -> dict[str, Any] | None:
    for name in group.shapes:
        shape = builtins().shapes.get(name)
        if shape is None:
            continue
        config = shape.Config.model_validate(group.config.get(name, {}))
        target = Target(data=data, extent=extents.get(group.field, Extent()))
        for value in _values(shape):
            if not _wrong(shape, value, config, target):
                return {
                    "id": f"r-{group.id}", "set": group.id, "shape": name, "version": shape.version,
                    "value": value.model_dump(mode="json"),
                }  # fmt: skip
    return None


def _value(question: Question, data: Mapping[str, Any]) -> Any:
    kind = builtins().answers.get(question.kind)
    if kind is None or question.ask_if:
        return None
    config = kind.Config.model_validate(question.config)
    first = next(iter(_options(question, data)), None)
    candidates: tuple[Json, ...] = () if first is None else (first, [first], [[first]])
    for raw in candidates:
        parsed, problems = kind.parse(raw, config, Target(data=data))
        if parsed is not None and not problems:
            return raw
    for value in _values(kind):
        if not _wrong(kind, value, config, Target(data=data)):
            return value.model_dump(mode="json")
    return None


def _options(question: Question, data: Mapping[str, Any]) -> list[str]:
    """The ids of what there is to choose from, in the schema or in the row."""
    key = question.config.get("values_from")
    listed = cast(list[Any], (data.get(key) if isinstance(key, str) else question.config.get("values")) or [])
    return [str(cast(dict[str, Any], one)["id"]) if isinstance(one, dict) else str(one) for one in listed]


def _values(kind: Kind[Any, Any]) -> Iterator[Any]:
    for example in kind.examples():
        yield from example.valid


def _wrong(kind: Kind[Any, Any], value: Any, config: Any, target: Target) -> bool:
    try:
        return bool(kind.check(value, config, target))
    except (KeyError, ValueError):  # an example of another config
        return True


def take() -> None:
    """The pictures: a project per template, its first row half done."""
    from goldlabel.demo.headless import serving
    from goldlabel.dev.screenshots import Camera, Shot, chromium

    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="goldlabel-gallery-") as folder, open_workspace(Path(folder)) as opened:
        for name in templates.names():
            _project(opened, name)
        with chromium() as browser, serving(opened.path) as base:
            link = sign_in_link(opened, base)
            for name in templates.names():
                opened.database.write(lambda tx, name=name: _begin(tx, opened, name))
            camera = Camera(browser, base, link, ("light", "laptop"), Path(folder))
            for name in templates.names():
                taken = Path(folder) / camera.take(Shot(name, f"/p/{name}/label"))
                Image.open(taken).convert("RGB").save(PICTURES / f"{name}.webp", "WEBP", quality=80, method=6)
    for left in {one.stem for one in PICTURES.iterdir()} - set(templates.names()):
        (PICTURES / f"{left}.webp").unlink()
    print(f"{sum(one.stat().st_size for one in PICTURES.iterdir()) // 1024} KB in {PICTURES}")


def _project(opened: Workspace, name: str) -> None:
    template = templates.load(name)
    project = LocalWorkspace(opened).create(name, template=name, title=template.title)
    with tempfile.TemporaryDirectory(prefix="goldlabel-rows-") as made:
        folder = Path(made)
        for file, content in template.files().items():
            (folder / file).write_bytes(content)
        rows = (json.dumps({"data": row}, ensure_ascii=False) for row in template.rows)
        (folder / "rows.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
        project.add(folder, format="jsonl")


def _begin(tx: Tx, opened: Workspace, name: str) -> None:
    """The admin's first item, half done."""
    project = projects.by_name(tx, name)
    schema = schema_of(tx, project)
    admin = people.person_by_email(tx, FIRST_ADMIN)
    assert admin is not None
    labeler = admin.labeler
    for task in label.next_tasks(tx, project, labeler, 1):
        data = task.item.data
        if example := templates.load(name).example:
            body = body_of(schema, example).model_dump(mode="json")
        else:
            body = answer_to(schema, data, bodies.extents(tx, project.id, schema, data))
        drafts.save(tx, project, labeler, task.slot.id, body, schema_version=1, item_revision=task.item.revision)


if __name__ == "__main__":
    take()
