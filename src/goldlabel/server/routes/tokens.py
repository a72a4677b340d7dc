"""Own tokens, for programs. Never reached by a token."""

from typing import Annotated

from fastapi import APIRouter

from goldlabel.core.problem import NotFound
from goldlabel.server.access import Access, may
from goldlabel.server.wire import MakeToken, Ok, RowId, TokenMade, TokenOut
from goldlabel.store import people as rows
from goldlabel.store import projects, sessions
from goldlabel.store.tx import Tx
from goldlabel.work import people

router = APIRouter(tags=["tokens"])
Mine = Annotated[Access, may("tokens")]


@router.get("/api/tokens")
async def list_tokens(access: Mine) -> list[TokenOut]:
    """Your tokens, without their secrets."""
    found = await access.read(lambda tx: sessions.tokens(tx, access.person))
    return [
        TokenOut(id=t.id, name=t.name, scope=t.scope, project=t.project, created_at=t.created_at,
                 expires_at=t.expires_at, used_at=t.used_at)
        for t in found
    ]  # fmt: skip


@router.post("/api/tokens")
async def make_token(given: MakeToken, access: Mine) -> TokenMade:
    """A token for programs: what you may do, narrowed by `scope` and to `project`. Shown this once."""

    def make(tx: Tx) -> tuple[int, str]:
        if given.project is not None and not _sees(tx, access, given.project):
            raise NotFound(f"no project {given.project!r}")
        return people.make_token(
            tx, access.person, given.name, given.scope, project=given.project, days=given.days
        )  # fmt: skip

    id, secret = await access.write(make)
    return TokenMade(id=id, token=secret)


def _sees(tx: Tx, access: Access, project: str) -> bool:
    return access.who.admin or projects.by_name(tx, project).id in rows.roles_of(tx, access.person)


@router.delete("/api/tokens/{token}")
async def end_token(token: RowId, access: Mine) -> Ok:
    """Ends one of your tokens at once."""
    await access.write(lambda tx: people.end_token(tx, access.person, token))
    return Ok()
