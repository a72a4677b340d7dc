"""`goldlabel users …`: accounts, on the machine of the server."""

from typing import Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, Usage, note, opened_here, print_json, say, table
from goldlabel.cli.options import shown
from goldlabel.core.problem import NotFound
from goldlabel.store import people as rows
from goldlabel.store import projects
from goldlabel.store.people import Person
from goldlabel.store.tx import Tx
from goldlabel.work import people
from goldlabel.work.workspace import Workspace


def add_(
    email: str,
    /,
    *,
    project: str | None = None,
    role: Literal["manager", "reviewer", "annotator", "viewer", "service"] | None = None,
    admin: Annotated[bool, Parameter(show_default=False)] = False,
    at: Reporting = Reporting(),
) -> None:
    """Invite somebody: prints a link where they choose their name and password. It works once, for a week.

    Who has an account already becomes a member of the project at once.

    Example: goldlabel users add ann@example.org --project reviews --role annotator

    Parameters
    ----------
    email
        Their address; nothing is mailed.
    project
        A project to be a member of.
    role
        In that project; annotator unless said.
    admin
        May do everything in this workspace.
    """
    if role is not None and project is None:
        raise Usage("--role is a role in a project: add --project NAME")

    from goldlabel.server.links import invite_url

    def invite(tx: Tx) -> people.Invited:
        row = projects.by_name(tx, project) if project else None
        return people.invite(tx, email, project=row, role=(role or "annotator") if row else None, admin=admin)

    with opened_here(at, "inviting people", create=True) as workspace:
        made = workspace.opened.database.write(invite)
        base, known = _here(workspace.opened)
        url = None if made.secret is None else invite_url(workspace.opened, made.secret, base)
    if at.json:
        print_json({"email": made.email, "url": url})
    elif url is None:
        say(f"{made.email} has an account and is now {role or 'annotator'} in {project}")
    else:
        say(f"send this link to {made.email}; it works once, within {people.INVITE_DAYS} days:")
        say(f"  {url}")
        _warn(at, known)


def list_(*, at: Reporting = Reporting()) -> None:
    """Who has an account, and their role in each project; and who is invited to make one.

    Example: goldlabel users list --json
    """

    def read(tx: Tx) -> tuple[list[tuple[Person, dict[str, str]]], list[tuple[str, bool, dict[str, str]]]]:
        names = {row.id: row.name for row in projects.all_projects(tx)}
        waiting = [
            (one.email or "", one.admin, {names[one.project]: one.role or ""} if one.project in names else {})
            for one in people.invites(tx, None)
        ]
        return [
            (who, {names[id]: role for id, role in rows.roles_of(tx, who.id).items() if id in names})
            for who in rows.persons(tx)
        ], waiting

    with opened_here(at, "listing accounts") as workspace:
        found, waiting = workspace.opened.database.read(read)
    if at.json:
        asked = [
            {"email": email, "name": "", "admin": admin, "disabled": False, "invited": True, "projects": roles}
            for email, admin, roles in waiting
        ]
        print_json([_described(who) | {"projects": roles} for who, roles in found] + asked)
    elif not found and not waiting:
        say("nobody has an account yet; `goldlabel users add` invites")
    else:
        lines = [(who.email, who.name, _mark(who), _listed(roles)) for who, roles in found]
        lines += [
            (email, "", "invited as admin" if admin else "invited", _listed(roles)) for email, admin, roles in waiting
        ]
        table(("email", "name", "", "projects"), lines)


def _described(who: Person) -> dict[str, Any]:
    return {
        "email": who.email,
        "name": who.name,
        "admin": who.admin,
        "disabled": who.disabled_at is not None,
        "invited": False,
    }


def _mark(who: Person) -> str:
    return "disabled" if who.disabled_at else "admin" if who.admin else ""


def _listed(roles: dict[str, str]) -> str:
    return ", ".join(f"{project}: {role}" for project, role in roles.items())


def withdraw_(email: str, /, *, at: Reporting = Reporting()) -> None:
    """End an invitation that nobody has taken up: its link no longer works.

    Example: goldlabel users withdraw ann@example.org

    Parameters
    ----------
    email
        Whom it was for.
    """

    def end(tx: Tx) -> int:
        cleaned = people.clean_email(email)
        open = [one.id for one in people.invites(tx, None) if one.email == cleaned]
        for id in open:
            people.revoke_invite(tx, id, None, None)
        return len(open)

    with opened_here(at, "withdrawing invitations") as workspace:
        ended = workspace.opened.database.write(end)
    if not ended:
        raise NotFound(f"no invitation of {email} is open; `goldlabel users list` shows those that are")
    print_json({"email": email, "withdrawn": ended}) if at.json else say(f"{email} is no longer invited")


def link_(email: str, /, *, at: Reporting = Reporting()) -> None:
    """A link that signs somebody in once, within a quarter of an hour; for a forgotten password.

    Example: goldlabel users link ann@example.org

    Parameters
    ----------
    email
        Of somebody with an account.
    """
    from goldlabel.server.links import link_url

    with opened_here(at, "making sign-in links") as workspace:
        secret = workspace.opened.database.write(lambda tx: people.make_link(tx, _person(tx, email).id, None))
        base, known = _here(workspace.opened)
        url = link_url(workspace.opened, secret, base)
    if at.json:
        print_json({"url": url})
        return
    say(url)
    _warn(at, known)


def token_(
    email: str,
    /,
    *,
    name: str = "command line",
    scope: Literal["all", "read", "label", "data"] = "all",
    project: str | None = None,
    days: float = 90,
    at: Reporting = Reporting(),
) -> None:
    """A token with which a program does what this person may do. Shown this once.

    Example: export GOLDLABEL_TOKEN=$(goldlabel users token ann@example.org --scope data --project reviews)

    Parameters
    ----------
    email
        Of somebody with an account.
    name
        What it is for.
    scope
        all, or only: read, label (tasks and answers), data (imports, exports, releases).
    project
        Bind it to one project.
    days
        How long it works.
    """
    with opened_here(at, "making tokens") as workspace:
        id, secret = workspace.opened.database.write(
            lambda tx: people.make_token(tx, _person(tx, email).id, name, scope, project=project, days=days)
        )
    print_json({"id": id, "token": secret}) if at.json else say(secret)


def disable_(email: str, /, *, at: Reporting = Reporting()) -> None:
    """End somebody's sessions and stop their tokens. What they did stays.

    Example: goldlabel users disable ann@example.org

    Parameters
    ----------
    email
        Of somebody with an account.
    """
    with opened_here(at, "disabling accounts") as workspace:
        workspace.opened.database.write(lambda tx: people.disable(tx, _person(tx, email).id, None))
    print_json({"email": email, "disabled": True}) if at.json else say(f"{email} is disabled")


def enable_(email: str, /, *, at: Reporting = Reporting()) -> None:
    """Let somebody in again who was disabled.

    Example: goldlabel users enable ann@example.org

    Parameters
    ----------
    email
        Of somebody with an account.
    """
    with opened_here(at, "enabling accounts") as workspace:
        workspace.opened.database.write(lambda tx: people.enable(tx, _person(tx, email).id, None))
    print_json({"email": email, "disabled": False}) if at.json else say(f"{email} is enabled")


def _person(tx: Tx, email: str) -> Person:
    found = rows.person_by_email(tx, people.clean_email(email))
    if found is None:
        raise NotFound(f"nobody has an account with {email}; `goldlabel users add {email}` invites them")
    return found


def _here(workspace: Workspace) -> tuple[str, bool]:
    """Where people reach the server, and whether that is known: by its settings, or as one runs now."""
    from goldlabel.server.links import base_url
    from goldlabel.server.serve import PORT, running_base

    known = base_url(workspace) or running_base(workspace)
    return known or f"http://127.0.0.1:{PORT}", bool(known)


def _warn(at: Reporting, known: bool) -> None:
    if not known:
        note(f"it opens once `goldlabel serve{shown(at)}` runs; nothing serves this workspace now")
