"""The snippets of docs/python.md and README.md run, in order, and so do the examples."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import goldlabel as gl
from goldlabel.client import connect
from goldlabel.demo.headless import admin_token
from goldlabel.formats import FORMATS
from tests.live import running

ROOT = Path(__file__).resolve().parents[2]
TWO = """
import goldlabel as gl
with gl.open() as ws:
    for who in ("ann", "bob"):
        for task in ws.project("support").tasks(who):
            ws.project("support").submit(task, {"topic": "Other"}, labeler=who)
"""


def blocks(page: str, language: str) -> list[tuple[int, str]]:
    """(line of its first line, text) of each fenced block."""
    text = (ROOT / page).read_text("utf-8")
    found = re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text[: block.start(1)].count("\n") + 1, block[1]) for block in found]


def run_all(page: str, names: dict[str, Any]) -> None:
    for line, text in blocks(page, "python"):
        exec(compile("\n" * (line - 1) + text, ROOT / page, "exec"), names)  # noqa: S102 (our own pages)


def test_the_python_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with running(tmp_path / "server") as live:
        names: dict[str, Any] = {"url": live.base, "token": admin_token(live.workspace)}
        run_all("docs/python.md", names)
        names["ws"].close()
        with connect(live.base, names["token"]) as workspace:
            assert workspace.project("over-http").progress()["resolved"] == 2
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {
        "reviews.csv",
        "everything.jsonl.gz",
        "reviews-1.zip",
    }


def test_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(blocks("README.md", "python")) == 1
    run_all("README.md", {})
    assert (tmp_path / "labels.csv").read_text().count("Billing") == 1


def test_the_readmes_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but `serve`, which does not end; two people label in its place."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "messages.csv").write_text("id,text\n1,Charged twice\n2,It crashes\n")
    (script,) = (text for _, text in blocks("README.md", "sh") if "goldlabel serve\n" in text)
    (tmp_path / "two.py").write_text(TWO)
    assert "support-1.zip is whole and true" in shell(script.replace("goldlabel serve\n", '"$PYTHON" two.py\n'))
    assert (tmp_path / "labels.parquet").exists()


def test_the_readmes_offline_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On small tables that stand under the names the README gives."""
    monkeypatch.chdir(tmp_path)
    items, kinds = [f"i{at}" for at in range(60)], ["spam", "ham"]
    truth = {"item": items, "label": [kinds[at % 3 == 0] for at in range(60)]}
    everybody = [(item, worker, label) for item, label in zip(*truth.values(), strict=True) for worker in "abc"]
    names = ["item", "worker", "label"]
    answers = dict(zip(names, zip(*everybody, strict=True), strict=True))
    gl.frames.write_table("answers.csv", answers)
    gl.frames.write_table("votes.csv", {"item": items, "f": truth["label"], "g": [*truth["label"][:30], *[-1] * 30]})
    for name in ("gold.csv", "oracle.csv"):
        gl.frames.write_table(name, truth)
    gl.frames.write_table(
        "probs.csv", {"item": items} | {k: [float(k == one) for one in truth["label"]] for k in kinds}
    )
    gl.frames.write_table("predictions.csv", {**truth, "confidence": [0.9] * 60})
    (script,) = (text for _, text in blocks("README.md", "sh") if "goldlabel certify" in text)
    assert "certified is whole and true" in shell(script)
    assert (tmp_path / "ranked.csv").exists()


def shell(script: str) -> str:
    """What a script of the README prints; `goldlabel` is the one under test."""
    script = 'set -eu\ngoldlabel() { "$PYTHON" -m goldlabel "$@"; }\n' + script
    env = {**os.environ, "PYTHON": sys.executable}
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=env, stdin=subprocess.DEVNULL)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_readmes_demo_command_fits_the_demo() -> None:
    from goldlabel.cli.demo import FOLDER

    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert ". .venv/bin/activate" in text
    (project,) = re.findall(rf"`goldlabel resolve (\S+) --workspace {re.escape(str(FOLDER))}`", text)
    assert f'"{project}"' in "".join(path.read_text("utf-8") for path in (ROOT / "src/goldlabel/demo").glob("*.py"))


def test_the_readme_names_every_format_and_page_there_is() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / target).exists(), target
    for format in FORMATS:
        word = {
            "labelstudio": "Label Studio",
            "label_studio": "Label Studio",
            "images": "folders of pictures",
            "urls": "addresses",
        }
        name = word.get(format.name, format.title)
        assert name.lower() in text.lower() or format.name.lower() in text.lower(), format.name


def test_the_example_runs(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "examples" / "reviews.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "reviews-out" / "reviews.csv").read_text().count("\n") == 7
