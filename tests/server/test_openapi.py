"""The API's description is fresh and complete, and no request that it allows makes the server stumble."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

from goldlabel.server.app import create_app
from goldlabel.server.openapi import build, page, text
from goldlabel.server.permissions import TABLE
from goldlabel.work import people
from goldlabel.work.workspace import open_workspace
from tests.server.conftest import CHEAP, SCHEMA, World

ROOT = Path(__file__).resolve().parents[2]
SOME = {"item": "1", "person": "2", "job": "1", "token": "1", "invite": "1", "number": "1", "project": "own"}


def test_the_committed_file_is_fresh():
    assert (ROOT / "docs/openapi.json").read_text("utf-8") == text(), "run python -m goldlabel.dev.generate"


def test_the_page_lists_every_route():
    assert (ROOT / "docs/api.md").read_text("utf-8") == page(), "run python -m goldlabel.dev.generate"


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in build()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_says_who_may_and_how_it_fails():
    names: list[str] = []
    for where, operation in operations():
        assert operation["x-permission"] in TABLE, where
        assert operation.get("description"), f"{where} has no docstring"
        assert operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Error"), where
        names.append(operation["operationId"])
    assert len(names) == len(set(names)), "generated clients need distinct names"


def test_hot_routes_are_described_too():
    found = dict(operations())
    for name in ("next", "submit", "skip", "heartbeat", "give-back"):
        operation = found[f"POST /api/projects/{{project}}/{name}"]
        assert "properties" in operation["requestBody"]["content"]["application/json"]["schema"]
        assert "$ref" in operation["responses"]["200"]["content"]["application/json"]["schema"]


@pytest.fixture(scope="module")
def signed_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    from goldlabel.work import items, projects

    with open_workspace(tmp_path_factory.mktemp("fuzz"), passwords=CHEAP) as workspace:
        world = World(workspace, create_app(workspace, hosts=["testserver"]))

        def fill(tx: Any) -> None:
            admin = people.add_person(tx, "admin@example.org", "Admin", None, admin=True)
            people.add_person(tx, "other@example.org", "Other", None)
            world.people["admin"] = admin.id
            project = projects.create(tx, "own", SCHEMA)
            items.add_rows(tx, project, [{"data": {"text": f"text {n}"}} for n in range(50)])

        world.run(fill)
        yield world


SUPPRESS: Any = list(HealthCheck)
ALLOWED = schemathesis.openapi.from_dict(build())
EVERY = [(method, path) for path, methods in build()["paths"].items() for method in methods]


@pytest.mark.parametrize(("method", "path"), EVERY, ids=[f"{method.upper()} {path}" for method, path in EVERY])
def test_no_request_makes_the_server_stumble(method: str, path: str, signed_in: World):
    """Schemathesis. Three in four requests go to things that there are; each has a session of its own."""
    operation = ALLOWED[path][method]
    operation.schema.app = operation.app = signed_in.app
    name = signed_in.app.state.context.cookie

    @given(case=operation.as_strategy())
    @settings(max_examples=15, deadline=None, suppress_health_check=SUPPRESS, derandomize=True, database=None)
    def ask(case: Any) -> None:
        for key, value in SOME.items():
            if key in case.path_parameters and len(str(case.path_parameters[key])) % 4:
                case.path_parameters[key] = value
        if "/people/{person}" in path and case.path_parameters["person"] == "1":
            return  # ourselves
        case.call_and_validate(
            headers={"cookie": f"{name}={signed_in.session('admin')}"}, checks=[not_a_server_error]
        )  # fmt: skip

    ask()
