"""`goldlabel adjudicate`: decide ties."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, cast

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, Usage, counted, opened, print_json, say
from goldlabel.cli.common import note as mention
from goldlabel.core.problem import Conflict, Invalid

if TYPE_CHECKING:
    from goldlabel.workspace.face import Project
    from goldlabel.workspace.parts import Open, Tie

Labels = dict[str, Any]


def adjudicate(
    project: str,
    /,
    *,
    item: str | None = None,
    answer: Annotated[list[str] | None, Parameter(negative=())] = None,
    by: str | None = None,
    note: str = "",
    list_: Annotated[bool, Parameter(name="--list", show_default=False)] = False,
    at: Reporting = Reporting(),
) -> int:
    """Decide where labelers disagree, everybody's answers side by side.

    On a terminal each tie is shown and asked: the number of an answer, = and an answer of your own, s to skip,
    q to end.
    With --item one is decided from a script; what --answer does not say stays as the others agree on.

    Example: goldlabel adjudicate reviews --item 17 --answer sentiment=Mixed --by ann

    Parameters
    ----------
    project
        Its name.
    item
        Key of the item to decide.
    answer
        QUESTION=VALUE by names; REGION:QUESTION=VALUE about a region; may be given several times.
    by
        Who decides; by default your login name, or the token's person.
    note
        The reason, kept in the evidence; with --item.
    list_
        List the ties instead; so it is too when nobody sits at a terminal.
    """
    if answer and item is None:
        raise Usage("--answer needs --item KEY: which item it is about")
    with opened(at) as workspace:
        found = workspace.project(project)
        if item is not None:
            if not found.item(item).said:
                raise Conflict(f"{item}: nobody has answered it, so there is nothing to decide; label it first")
            done = found.adjudicate(item, _given(found, answer or []), labeler=by, note=note)
            print_json(asdict(done)) if at.json else say(f"{done.key}: decided")
            return 0
        if at.json or list_ or not sys.stdin.isatty():
            return _list(found, at)
        return _ask_all(found, by)


def _given(project: "Project", answers: list[str]) -> Labels:
    """--answer values as labels by names."""
    from goldlabel.cli.options import pairs

    out: Labels = {}
    schema = project.schema
    for name, value in pairs(answers, "--answer").items():
        region, colon, question = name.partition(":")
        if not colon:
            out[name] = value
            continue
        about = next((q.about for q in schema.questions if q.name == question and q.about != "item"), None)
        group = schema.region_set(about or "") or schema.relation_set(about or "")
        if group is None:
            raise Usage(f"no question {question!r} is asked about regions or relations")
        entries: list[Labels] = out.setdefault(group.name, [])
        entry = next((one for one in entries if one["id"] == region), None)
        if entry is None:
            entries.append(entry := {"id": region})
        entry[question] = value
    return out


def _list(project: "Project", at: Reporting) -> int:
    from goldlabel.cli.side_by_side import question
    from goldlabel.cli.side_by_side import say as said

    if at.json:
        print_json([asdict(tie) for tie in project.ties()])
        return 0
    schema, count = project.schema, 0
    for tie in project.ties():
        count += 1
        for open in tie.open:
            votes = "; ".join(f"{said(value)}: {', '.join(who)}" for value, who in open.votes)
            say(f"{tie.key}  {question(schema, tie, open)}  {votes}")
    say(f"{counted(count, 'tie')} to decide")
    return 0


def _ask_all(project: "Project", by: str | None) -> int:
    from goldlabel.cli.side_by_side import show

    schema, decided = project.schema, 0
    for tie in project.ties():
        show(schema, tie)
        labels: Labels | None = {}
        for open in tie.open:
            chosen = _ask(project, tie, open)
            if chosen == "q":
                say(f"decided {counted(decided, 'item')}")
                return 0
            if chosen is None:
                labels = None
                break
            _put(labels, open, chosen)
        if labels is not None and _decide(project, tie, labels, by):
            decided += 1
    say(f"no more ties; decided {counted(decided, 'item')}")
    return 0


def _ask(project: "Project", tie: "Tie", open: "Open") -> Any:
    """The value chosen, as a one-element list; None: skip the item; "q": end."""
    from goldlabel.cli.side_by_side import question
    from goldlabel.cli.side_by_side import say as said

    say(question(project.schema, tie, open))
    for number, (value, who) in enumerate(open.votes, 1):
        word = ("it is" if value else "it is not") if open.shape is not None else said(value)
        say(f"  {number}  {word}  ({', '.join(who)})")
    while True:
        reply = input("number, =answer, s(kip) or q(uit): ").strip()
        if reply in ("q", "s"):
            return "q" if reply == "q" else None
        if reply.isdigit():
            if 1 <= int(reply) <= len(open.votes):
                return [open.votes[int(reply) - 1][0]]
        elif (own := reply.removeprefix("=").strip()) and open.shape is None and open.ends is None:
            if not (problem := _wrong(project, open, own)):
                return [own]
            mention(problem)


def _wrong(project: "Project", open: "Open", own: str) -> str:
    """Why this is no answer to the question; empty when it is one."""
    from goldlabel.formats.parts.names import SchemaNames

    names = SchemaNames(project.schema)
    group = next((group.id for group in names.schema.region_sets if group.name == open.set), "item")
    try:
        if (question := names.find(open.name, group)) is not None:
            question.value(own)
    except ValueError as error:
        return str(error)
    return ""


def _put(labels: Labels, open: "Open", chosen: list[Any]) -> None:
    value = chosen[0]
    if open.set is None:
        labels[open.name] = value
        return
    entries: list[Labels] = labels.setdefault(open.set, [])
    if open.ends is not None:
        if value:
            entries.append({"id": f"joined{len(entries) + 1}", "from": open.ends[0], "to": open.ends[1]})
        return
    if open.shape is not None:
        if value:
            entries.append({"id": f"kept{len(entries) + 1}", open.shape: open.value})
        return
    entry = next((one for one in entries if one["id"] == open.region), None)
    if entry is None:
        entries.append(entry := {"id": open.region})
    entry[open.name] = value


def _decide(project: "Project", tie: "Tie", labels: Labels, by: str | None) -> bool:
    """Stores the decision; asks for what it makes necessary (a follow-up question, a kept region's class)."""
    while True:
        try:
            project.adjudicate(tie, labels, labeler=by)
        except Conflict as error:
            mention(error.message)
            return False
        except Invalid as error:
            missing = [p.where.removeprefix("body.").split(".") for p in error.problems]
            if not all(where[0] == "answers" and 2 <= len(where) <= 3 for where in missing):
                mention("; ".join(str(problem) for problem in error.problems))
                return False
            if not all(_ask_missing(project, labels, where[1:]) for where in missing):
                return False
        else:
            return True


def _ask_missing(project: "Project", labels: Labels, where: list[str]) -> bool:
    """Asks for an answer that is now required; False: skip the item."""
    question = project.schema.question(where[0])
    if question is None:
        return False
    values = cast(list[dict[str, Any]], question.config.get("values") or [])
    offered = f" ({', '.join(value['name'] for value in values)})" if values else ""
    reply = input(f"{question.name}{offered}: ").strip()
    if reply in ("", "s"):
        return False
    if len(where) == 1:
        labels[question.name] = reply
        return True
    group = project.schema.region_set(question.about) or project.schema.relation_set(question.about)
    entries: list[Labels] = labels.setdefault(group.name if group else question.about, [])
    entry = next((one for one in entries if one["id"] == where[1]), None)
    if entry is None:
        entries.append(entry := {"id": where[1]})
    entry[question.name] = reply
    return True
