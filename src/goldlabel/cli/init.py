"""`goldlabel init`: a project, and its workspace if there is none."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, Usage, is_address, opened, print_json, say
from goldlabel.cli.options import known, pairs, read_options, read_schema_file, shown
from goldlabel.core.schema import Schema


def init(
    name: str,
    /,
    *,
    template: str | None = None,
    schema: Path | None = None,
    like: Path | None = None,
    format: str = "auto",
    option: Annotated[list[str] | None, Parameter(negative=())] = None,
    title: str = "",
    guideline: Path | None = None,
    overlap: int | None = None,
    at: Reporting = Reporting(),
) -> None:
    """Make a project, and its workspace if there is none.

    What is asked comes from exactly one of --template, --schema and --like.

    Example: goldlabel init reviews --template sentiment --overlap 3

    Parameters
    ----------
    name
        Of the project: lower-case letters, digits, - and _.
    template
        A ready-made task; `goldlabel templates` lists them.
    schema
        A YAML or JSON file with fields, region_sets and questions.
    like
        A labeled file or folder (COCO, CoNLL, CSV …); its labels say what is asked.
    format
        Of what --like names; found out by itself.
    option
        NAME=VALUE: how to read what --like names, e.g. labels=label:topic for a table's column.
    title
        Shown to people instead of the name.
    guideline
        A Markdown file that tells labelers how to decide.
    overlap
        How many labelers each item gets.
    """
    raw, text = None, guideline.read_text(encoding="utf-8") if guideline else None
    if sum(part is not None for part in (template, schema, like)) != 1:
        raise Usage("say what is asked by exactly one of --template, --schema and --like")
    if schema is not None:
        raw, inside = read_schema_file(schema)
        text = inside if text is None and inside else text
    elif like is not None:
        raw = implied(like, format, known(pairs(option, "--option"), read_options(), "--option"))
    with opened(at, create=True) as workspace:
        project = workspace.create(
            name, template=template, schema=raw, title=title, guideline=text, overlap=overlap
        )  # fmt: skip
        if at.json:
            print_json({"project": project.name, "workspace": workspace.where})
            return
        folder = shown(at)
        say(f"made project {project.name} in {workspace.where}")
        say(f"  add data:  goldlabel add {project.name} {_data(project.schema)}{folder}")
        say(f"  label:     {f'open {workspace.where}' if is_address(at.workspace) else f'goldlabel serve{folder}'}")


def _data(schema: Schema) -> str:
    """What there would be to add, as an example: a folder of files, or a table."""
    from goldlabel.catalog import catalog

    media = [field.medium for field in schema.fields if (one := catalog().media.get(field.medium)) and one.mimes]
    return f"{media[0]}-files/" if media else "data.csv"


def implied(source: Path, format: str, options: dict[str, Any]) -> dict[str, Any]:
    """The schema that a source's own labels imply. Raises Usage when it holds none."""
    from goldlabel.formats import ReadOptions, Source, by_name, detect

    if isinstance(labels := options.get("labels"), str):
        columns = (part.partition(":") for part in labels.split(","))
        options = {**options, "labels": {column: question or column for column, _, question in columns}}
    with Source(source) as found:
        reader = detect(found) if format == "auto" else by_name(format)
        schema = reader.schema(found, ReadOptions.model_validate(options))
    if schema is None or not (schema.questions or schema.region_sets):
        raise Usage(f"{source} ({reader.title}) holds no labels that say what is asked; give --schema or --template")
    return schema.model_dump(mode="json")
