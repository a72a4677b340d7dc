from collections.abc import Iterator

import pytest

from tests.client.faces import Face, local, remote


@pytest.fixture(scope="module", params=[local, remote], ids=["folder", "http"])
def face(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Face]:
    """Each test makes projects of its own in it."""
    with request.param(tmp_path_factory.mktemp("workspace")) as made:
        yield made
