"""The one table of who may do what. Every route names a row; `tests/server/test_permissions.py` walks all of them.

Roles: in the instance `admin`; in a project `manager`, `reviewer`, `annotator`, `viewer`, `service`; besides these
`SIGNED_IN` and `ANYONE`. An admin may do everything anywhere. For who is neither admin nor member, a project does not
exist (404). A token can do what its person can, narrowed by its scope and bound to its project if it has one.
"""

from dataclasses import dataclass
from typing import Final

ANYONE: Final = "anyone"
SIGNED_IN: Final = "signed in"
ADMIN: Final = "admin"
MANAGER: Final = "manager"
REVIEWER: Final = "reviewer"
ANNOTATOR: Final = "annotator"
VIEWER: Final = "viewer"
SERVICE: Final = "service"

PROJECT_ROLES = (MANAGER, REVIEWER, ANNOTATOR, VIEWER, SERVICE)
MEMBERS = frozenset(PROJECT_ROLES)
SEES_ANSWERS = frozenset({MANAGER, REVIEWER, VIEWER, SERVICE})
RUNS = frozenset({MANAGER, SERVICE})
LEADS = frozenset({MANAGER})


@dataclass(frozen=True, slots=True)
class Rule:
    """`scopes`: the kinds of token that reach it besides the session of a browser."""

    roles: frozenset[str]
    scopes: frozenset[str]
    project: bool = False
    what: str = ""

    def allows(self, role: str, scope: str) -> bool:
        return (role == ADMIN or role in self.roles or SIGNED_IN in self.roles) and (
            scope == "session" or scope in self.scopes
        )


def _instance(who: str, what: str, *scopes: str) -> Rule:
    return Rule(frozenset({who}), frozenset(scopes), what=what)


def _project(who: frozenset[str], what: str, *scopes: str) -> Rule:
    return Rule(who, frozenset({"all", *scopes}), project=True, what=what)


EVERY_SCOPE = ("all", "read", "label", "data")

TABLE: dict[str, Rule] = {
    # the instance
    "public": _instance(ANYONE, "health, the web app, signing in", *EVERY_SCOPE),
    "media": _instance(ANYONE, "a file, by an address that we signed for one project", *EVERY_SCOPE),
    "me": _instance(SIGNED_IN, "who am I", *EVERY_SCOPE),
    "me.change": _instance(SIGNED_IN, "own name, preferences, password, sessions"),
    "tokens": _instance(SIGNED_IN, "own tokens; never by a token, which could outlive itself so"),
    "catalog": _instance(SIGNED_IN, "kinds, templates, formats", *EVERY_SCOPE),
    "projects.list": _instance(SIGNED_IN, "the projects one is a member of", *EVERY_SCOPE),
    "projects.create": _instance(ADMIN, "a new project", "all"),
    "people": _instance(ADMIN, "accounts: list, invite, disable, make admin, sign-in links"),
    "instance": _instance(ADMIN, "versions, database, storage, health", "all", "read"),
    "audit": _instance(ADMIN, "the instance's audit log", "all", "read"),
    # a project
    "project.read": _project(MEMBERS, "schema, guideline, own progress", "read", "label", "data"),
    "project.change": _project(LEADS, "title, settings, guideline, schema"),
    "comments": _project(MEMBERS - {VIEWER}, "comments: own threads; leads and reviewers all", "label"),
    "label": _project(MEMBERS - {VIEWER}, "get tasks, submit, skip, drafts", "label"),
    "guideline.acknowledge": _project(MEMBERS, "say that one has read the guideline", "label"),
    "items.read": _project(SEES_ANSWERS, "items with all their answers", "read", "data"),
    "items.add": _project(RUNS, "add items", "data"),
    "items.claim": _project(RUNS, "take a given item", "label"),
    "items.change": _project(LEADS, "put parked items back, change many items at once"),
    "views": _project(SEES_ANSWERS, "saved views of the data table: own ones, and shared ones to look at", "data"),
    "uploads": _project(RUNS, "upload files", "data"),
    "imports": _project(RUNS, "start an import", "data"),
    "exports": _project(RUNS, "start an export", "data"),
    "jobs.read": _project(SEES_ANSWERS, "progress of long work, rejected rows", "read", "data"),
    "jobs.change": _project(RUNS, "cancel and resume", "data"),
    "jobs.file": _project(RUNS, "the file that an export made", "data"),
    "resolve": _project(RUNS, "from many answers to one", "data"),
    "adjudicate": _project(frozenset({MANAGER, REVIEWER}), "decide ties", "label"),
    "overview": _project(SEES_ANSWERS, "the project's numbers: who did what, agreement, forecast", "read", "data"),
    "agreement": _project(SEES_ANSWERS, "how far labelers agree", "read", "data"),
    "releases.read": _project(SEES_ANSWERS, "releases and their datasheets", "read", "data"),
    "releases.make": _project(RUNS, "make a release", "data"),
    "members": _project(LEADS, "who is in the project: list, invite, change role, pause, cap, keep items for, remove"),
    "project.audit": _project(LEADS, "the project's part of the audit log", "read"),
}
