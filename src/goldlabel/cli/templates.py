"""`goldlabel templates`: ready-made tasks."""

from typing import Annotated

from cyclopts import Parameter

from goldlabel.cli.common import print_json, say, table


def templates(name: str | None = None, /, *, json: Annotated[bool, Parameter(show_default=False)] = False) -> None:
    """List the ready-made tasks; with a name, show one as a file that `init --schema` takes.

    Example: goldlabel templates entities > entities.yaml

    Parameters
    ----------
    name
        Of a template.
    json
        Print the result as JSON.
    """
    import yaml

    from goldlabel.templates import load, names

    if name is not None:
        found = load(name)
        whole = {"title": found.title, "description": found.description, "schema": found.schema}
        whole["guideline"] = found.guideline
        if json:
            print_json(whole)
        else:
            say(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=110).rstrip())
        return
    every = [load(each) for each in names()]
    if json:
        print_json([{"name": t.name, "title": t.title, "description": t.description} for t in every])
    else:
        table(("name", "title", "what it is"), [(t.name, t.title, t.description) for t in every])
