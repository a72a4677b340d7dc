"""Request and response bodies, as documented in OpenAPI. What people may send is strict; times are integer µs, UTC."""

from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from goldlabel.core.model import Json, unstorable
from goldlabel.work.people import MAX_PASSWORD, Role, Scope

ProjectName = Annotated[str, Path(max_length=60)]
RowId = Annotated[int, Path(ge=1, le=2**53)]
"""An id in an address."""
Email = Annotated[str, Field(min_length=3, max_length=254)]
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Password = Annotated[str, Field(min_length=1, max_length=MAX_PASSWORD)]


class Given(BaseModel):
    """What a request carries: no unknown keys, nothing that a database cannot keep."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, raw: Any) -> Any:
        if problem := unstorable(raw):
            raise ValueError(str(problem))
        return raw


class Out(BaseModel):
    """What a response carries."""

    model_config = ConfigDict(extra="forbid")


class Problems(Out):
    where: str
    message: str


class ErrorBody(BaseModel):
    message: str
    problems: list[Problems] | None = None


class Error(Out):
    """Every error has this form; some carry more beside `message`."""

    error: ErrorBody


class Ok(Out):
    ok: bool = True


# -- people


class SignIn(Given):
    email: Email
    password: Password


class UseLink(Given):
    token: Secret


class Accept(Given):
    token: Secret
    name: str = Field(min_length=1, max_length=100)
    password: Password


class Me(Out):
    id: int
    name: str
    email: str
    admin: bool
    preferences: dict[str, Any] = {}
    has_password: bool = True


class ChangeMe(Given):
    name: str | None = Field(default=None, min_length=1, max_length=100)
    preferences: dict[str, Json] | None = None


class ChangePassword(Given):
    password: Password
    current: str | None = Field(default=None, max_length=MAX_PASSWORD)


class PersonOut(Out):
    """`projects`: of how many they are a member; `seen_at`: about when they were last here, if a session still runs."""

    id: int
    name: str
    email: str
    admin: bool
    disabled: bool
    created_at: int
    has_password: bool
    projects: int
    seen_at: int | None


class SessionOut(Out):
    """`name` is what to end it by; `here`: the one that asks; `agent`: what the browser calls itself."""

    name: str
    here: bool
    created_at: int
    seen_at: int
    expires_at: int
    address: str
    agent: str


class Ended(Out):
    ended: int


class ChangePerson(Given):
    admin: bool | None = None
    disabled: bool | None = None


class Link(Out):
    """`url` is to be opened in a browser, once."""

    url: str


class MemberOut(Out):
    """`per_day`, `in_all`: at most so many tasks in 24 hours and in all; `assigned`: items kept for them (counted up to
    10,000); `at_work`: holds a task now."""

    person: int
    labeler: int
    name: str
    email: str
    role: str
    disabled: bool
    joined_at: int
    paused: bool
    per_day: int | None
    in_all: int | None
    answers: int
    last_at: int | None
    at_work: bool
    assigned: int


class SetMember(Given):
    role: Role


class ChangeMember(Given):
    """What is not named stays; null takes a cap away."""

    paused: bool | None = None
    per_day: int | None = Field(default=None, ge=1, le=10_000)
    in_all: int | None = Field(default=None, ge=1, le=1_000_000)


class MemberChanged(Out):
    """`given_back`: tasks that they held and that others get now."""

    given_back: int


class Assign(Given):
    """`items`: these; else the next `count` open ones, from the front of the queue."""

    count: int | None = Field(default=None, ge=1, le=5000)
    items: list[int | str] | None = Field(default=None, max_length=1000)


class Assigned(Out):
    """How many are kept (or, taking back, were)."""

    items: int


class Invite(Given):
    email: Email
    role: Role = "annotator"


class InviteAnyone(Given):
    email: Email
    admin: bool = False


class InviteMade(Out):
    """`url` for somebody new; null when the address has an account, which is a member now."""

    email: str
    url: str | None


class InviteOut(Out):
    id: int
    email: str | None
    role: str | None
    admin: bool
    expires_at: int
    created_at: int
    project: str | None
    by: str | None


class Invitation(Out):
    """What an open invitation promises, for who holds its secret."""

    email: str
    project: str | None
    role: str | None
    admin: bool
    by: str | None
    expires_at: int


class MakeToken(Given):
    name: str = Field(min_length=1, max_length=100)
    scope: Scope = "all"
    project: str | None = Field(default=None, max_length=60)
    days: float | None = Field(default=90, gt=0, le=3650)


class TokenMade(Out):
    """`token` is shown this once."""

    id: int
    token: str


class TokenOut(Out):
    id: int
    name: str
    scope: str
    project: str | None
    created_at: int
    expires_at: int | None
    used_at: int | None


class AuditOut(Out):
    id: int
    at: int
    actor: str | None
    actor_id: int | None
    project: str | None
    action: str
    target: str
    item: str | None
    """The key of the item that it was done to."""
    detail: dict[str, Any]


class AuditPage(Out):
    entries: list[AuditOut]
    before: int | None
    """Give this to get the next page; null at the end."""


# -- projects


class Progress(BaseModel):
    items: int
    done: int
    resolved: int
    mine: int
    annotations: int
    surplus: int = 0
    parked: int = 0


class ProjectBrief(Out):
    """`waits`: what waits for you (`sent_back`, `ties`, `guideline`), as far as there is any. `text` or `picture` (an
    address): of the first item, for those who see all items.
    """

    name: str
    title: str
    role: str
    progress: Progress
    archived: bool
    waits: dict[str, int] = {}
    active_at: int | None = None
    text: str | None = None
    picture: str | None = None


class ProjectOut(Out):
    name: str
    title: str
    role: str
    schema_: dict[str, Any] = Field(alias="schema")
    schema_version: int
    guideline: str
    guideline_version: int
    settings: dict[str, Any]
    progress: Progress
    archived: bool
    created_at: int


class MakeProject(Given):
    name: str = Field(max_length=60)
    title: str = Field(default="", max_length=200)
    template: str | None = Field(default=None, max_length=100)
    schema_: dict[str, Json] | None = Field(default=None, alias="schema")
    guideline: str = Field(default="", max_length=200_000)
    overlap: int | None = Field(default=None, ge=1, le=100)
    settings: dict[str, Json] = {}


class ChangeProject(Given):
    """What is not named stays. An archived project hands out no tasks; nothing of it is lost."""

    title: str | None = Field(default=None, max_length=200)
    settings: dict[str, Json] = {}
    archived: bool | None = None


class ChangeSchema(Given):
    """`schema_version`: the version that the change was made from, so that nobody else's change is overwritten."""

    schema_: dict[str, Json] = Field(alias="schema")
    schema_version: int | None = Field(default=None, ge=1)


class SchemaChanged(Out):
    schema_: dict[str, Any] = Field(alias="schema")
    schema_version: int
    changes: list[dict[str, Any]]


State = Literal["all", "open", "done", "parked", "skipped", "tie", "resolved"]
