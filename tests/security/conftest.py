"""The server of tests/server, and one inside that must not be reached."""

from collections.abc import Iterator

import pytest

from tests.security.internal import Internal, running
from tests.server.conftest import anyio_backend, made_once, workspace, world

__all__ = ["anyio_backend", "internal", "made_once", "workspace", "world"]


@pytest.fixture
def internal() -> Iterator[Internal]:
    with running() as one:
        yield one
