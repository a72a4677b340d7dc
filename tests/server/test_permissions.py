"""Every route × every role × own and foreign project. A route without a permission, or a row without a route, fails."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from goldlabel.server.access import BOUND_MAY, May
from goldlabel.server.permissions import ADMIN, ANYONE, PROJECT_ROLES, SIGNED_IN, TABLE
from goldlabel.server.routes import all_routers
from goldlabel.work.people import SCOPES
from tests.server.conftest import World

pytestmark = pytest.mark.anyio
VALUES = {
    "item": "1", "person": "1", "job": "1", "token": "1", "invite": "1", "number": "1", "annotation": "1",
    "upload": "0" * 32, "sha256": "0" * 64, "path": "x", "storage": "lab",
    "template": "x", "thread": "1", "task": "1", "name": "x", "view": "1", "session": "0",
}  # fmt: skip
REFUSED = (401, 403, 404)
SAID = "this needs the role"


def routes() -> list[APIRoute]:
    return [route for router in all_routers() for route in router.routes if isinstance(route, APIRoute)]


def permission_of(route: APIRoute) -> str | None:
    found = [d.call.permission for d in route.dependant.dependencies if isinstance(d.call, May)]
    return found[0] if len(found) == 1 else None


def calls() -> Iterator[tuple[str, str, str]]:
    """(method, path, permission) of every route, with each method."""
    for route in routes():
        for method in sorted(route.methods or ()):
            yield method, route.path, permission_of(route) or ""


def address(path: str, project: str) -> str:
    return re.sub(r"\{(\w+)(:path)?\}", lambda m: project if m[1] == "project" else VALUES[m[1]], path)


ALL = list(calls())
IDS = [f"{method} {path}" for method, path, _ in ALL]
every_route = pytest.mark.parametrize(("method", "path", "permission"), ALL, ids=IDS)


def test_the_application_has_no_other_routes(world: World):
    ours = {id(route) for route in routes()}
    assert [route for route in world.app.routes if id(route) not in ours] == []
    assert len(routes()) > 60


@pytest.mark.parametrize("route", routes(), ids=lambda route: f"{sorted(route.methods)} {route.path}")
def test_every_route_names_one_permission(route: APIRoute):
    permission = permission_of(route)
    assert permission is not None, "give it `access: Annotated[Access, may(…)]`"
    assert TABLE[permission].project == ("{project}" in route.path and not route.path.startswith("/media/"))


def test_every_permission_is_used():
    assert set(TABLE) == {permission for _, _, permission in ALL}


async def ask(client, method: str, path: str, project: str):
    # No body: who may not never learns whether it was right.
    # A stream that a watcher could keep open ends at once.
    return await client.request(method, address(path, project), params={"seconds": "0"})


@every_route
async def test_strangers_are_asked_to_sign_in(world: World, method: str, path: str, permission: str):
    async with world.client() as client:
        response = await ask(client, method, path, "own")
    if ANYONE in TABLE[permission].roles:
        assert response.status_code != 401 or path.startswith("/api/auth/")
    else:
        assert response.status_code == 401


@every_route
async def test_only_the_roles_of_the_table_get_through(world: World, method: str, path: str, permission: str):
    rule = TABLE[permission]
    if ANYONE in rule.roles:
        return
    for role in (*PROJECT_ROLES, ADMIN, "stranger"):
        async with world.as_(role) as client:
            response = await ask(client, method, path, "own")
            said = response.text
        if rule.project and role == "stranger":
            assert response.status_code == 404, f"{role}: a project one has no part in does not exist"
            assert "no project" in said or method == "HEAD"
        elif role == ADMIN or role in rule.roles or SIGNED_IN in rule.roles:
            assert response.status_code not in (401, 403), f"{role} may, but got {response.status_code}: {said}"
            assert response.status_code < 500
        else:
            assert response.status_code == 403, f"{role} may not, but got {response.status_code}: {said}"


@every_route
async def test_foreign_projects_do_not_exist(world: World, method: str, path: str, permission: str):
    """No IDOR: a member of `own` gets 404 for `other` and for projects that are not there, in the same words."""
    rule = TABLE[permission]
    if not rule.project:
        return
    for role in PROJECT_ROLES:
        async with world.as_(role) as client:
            answers = [await ask(client, method, path, name) for name in ("other", "nosuch")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].text.replace("other", "nosuch") == answers[1].text


@every_route
async def test_tokens_reach_what_their_scope_says(world: World, method: str, path: str, permission: str):
    rule = TABLE[permission]
    if ANYONE in rule.roles:
        return
    for scope in SCOPES:
        async with world.bearer("admin", scope) as client:
            response = await ask(client, method, path, "own")
        reached = response.status_code not in (401, 403)
        assert reached == (scope in rule.scopes), f"{scope}: {response.status_code} {response.text}"


@every_route
async def test_a_bound_token_stays_in_its_project(world: World, method: str, path: str, permission: str):
    rule = TABLE[permission]
    if ANYONE in rule.roles:
        return
    async with world.bearer("admin", "all", project="other") as client:
        response = await ask(client, method, path, "own")
    if rule.project:
        assert response.status_code == 404
    else:
        assert (response.status_code != 403) == (permission in BOUND_MAY and "all" in rule.scopes)


@every_route
async def test_nothing_works_for_a_disabled_person(world: World, method: str, path: str, permission: str):
    if ANYONE in TABLE[permission].roles:
        return
    from goldlabel.work import people

    session, token = world.session("manager"), world.token("manager")
    world.run(lambda tx: people.disable(tx, world.people["manager"], None))
    for headers in ({"cookie": f"{world.app.state.context.cookie}={session}"}, {"authorization": f"Bearer {token}"}):
        async with world.client(**headers) as client:
            assert (await ask(client, method, path, "own")).status_code == 401


async def test_ids_of_another_project_are_not_found_here(world: World):
    """Objects are looked up inside of the project of the address, not by their id alone."""
    from goldlabel.store import jobs, projects
    from goldlabel.work import items, people, uploads

    own, other = (world.run(lambda tx, n=name: projects.by_name(tx, n)) for name in ("own", "other"))
    item = next(iter(world.run(lambda tx: items.add_rows(tx, other, [{"data": {"text": "x"}}])).ids.values()))
    job = world.run(lambda tx: jobs.insert(tx, other.id, "export", {"format": "jsonl"}, None))
    upload = uploads.create(world.workspace, other.id, "x", 1, None).id
    world.run(lambda tx: people.invite(tx, "new@example.org", project=other, role="viewer"))
    invite = world.run(lambda tx: people.invites(tx, other))[0].id
    found = {"item": str(item), "job": str(job), "upload": upload, "invite": str(invite)}
    async with world.as_("manager") as client:
        for method, path, permission in ALL:
            named = set(re.findall(r"\{(\w+)\}", path)) & set(found)
            if TABLE[permission].project and named:
                where = re.sub(r"\{(\w+)\}", lambda m: "own" if m[1] == "project" else found.get(m[1], "1"), path)
                body = {"body": {}} if "adjudication" in path or "decision" in path else None
                body = {"annotation": 1, "note": "look"} if "send-back" in path else body
                headers = {"upload-offset": "0"}
                response = await client.request(method, where, json=body, headers=headers)
                assert response.status_code == 404, f"{method} {where}: {response.status_code} {response.text}"
    assert own.id != other.id
