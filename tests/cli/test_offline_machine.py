"""`goldlabel agreement --machine`: a worker of the table beside all others."""

import json
from pathlib import Path

import goldlabel as gl
from tests.cli.conftest import Cli


def written(folder: Path) -> Path:
    """Three people who are right on most items, a model that is right on all."""
    rows = ["item,worker,label"]
    for item in range(60):
        for number, who in enumerate(("ann", "bob", "cem")):
            rows.append(f"{item},{who},{'wrong' if (item + 7 * number) % 5 == 0 else 'right'}")
        rows.append(f"{item},model,right")
    path = folder / "answers.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_the_machine_beside_people(cli: Cli, tmp_path: Path) -> None:
    path = written(tmp_path)
    ran = cli("agreement", path, "--machine", "model", "--draws", "20", "--json")
    told = json.loads(ran.out)
    wanted = gl.quality.machines.alt_test(path, "model", draws=20)
    assert (told["machine"]["winning_rate"], told["machine"]["advantage"]) == (wanted.winning_rate, wanted.advantage)
    assert told["workers"] == 3  # agreement is that of the people alone
    assert wanted.passed
    assert "model may take a person's place" in cli("agreement", path, "--machine", "model").out


def test_a_machine_that_is_not_there_and_a_wrong_epsilon(cli: Cli, tmp_path: Path) -> None:
    path = written(tmp_path)
    missing = cli("agreement", path, "--machine", "nobody")
    assert (missing.code, "no worker 'nobody'" in missing.err) == (1, True)
    wrong = cli("agreement", path, "--machine", "model", "--epsilon", "much")
    assert (wrong.code, "crowd, skilled, experts" in wrong.err) == (2, True)
