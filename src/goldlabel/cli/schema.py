"""`goldlabel schema`: what a project asks, and changing it without losing an answer."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, Usage, counted, opened, print_json, say
from goldlabel.cli.options import read_schema_file


def schema(
    project: str,
    /,
    *,
    plan: Path | None = None,
    apply: Annotated[bool, Parameter(show_default=False)] = False,
    at: Reporting = Reporting(),
) -> None:
    """Show a project's schema as a file to edit; say what an edited one would change, then make it so.

    Answers follow ids and names: write `was: old name` beside the new name of what you rename.

    Example: goldlabel schema reviews > s.yaml; goldlabel schema reviews --plan s.yaml --apply

    Parameters
    ----------
    project
        Its name.
    plan
        A YAML or JSON file with the new schema; nothing is changed without --apply.
    apply
        Make the planned change.
    """
    import yaml

    from goldlabel.core.write import write_schema

    if plan is None and apply:
        raise Usage("--apply needs --plan FILE: what is to be applied")
    with opened(at) as workspace:
        found = workspace.project(project)
        if plan is None:
            raw: dict[str, Any] = write_schema(found.schema)
            if at.json:
                print_json(raw)
            else:
                say(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=110).rstrip())
            return
        new, _ = read_schema_file(plan)
        changes = found.change_schema(new) if apply else found.plan(new)
    if at.json:
        print_json({"applied": apply and bool(changes), "changes": [asdict(change) for change in changes]})
        return
    for change in changes:
        loses = "  (loses answers)" if change.loses else ""
        said = f"{change.was} → {change.name}" if change.was and change.was != change.name else change.name
        say(f"{change.action} {change.what.replace('_', ' ')} {said}: {change.means}{loses}")
    if not changes:
        say("nothing would change")
    elif apply:
        say(f"applied: {counted(len(changes), 'change')}")
    else:
        say(f"planned: {counted(len(changes), 'change')}; nothing is written yet, --apply does it")
