"""Brings a virtual environment to what a lock file says: `setup_venv.py FOLDER run|dev`.

Called by every make target, so the common case (nothing to do) must be quick: the stamp in the environment
holds the hash of everything that went into it. `dev` contains `run`, with the same versions.
Run by the interpreter that the environment is to have; only the standard library is at hand here.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def digest(lock: str) -> str:
    inputs = (ROOT / "requirements" / f"{lock}.txt", ROOT / "pyproject.toml", Path(__file__))
    parts = [path.read_bytes() for path in inputs] + [sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def done(venv: Path, lock: str) -> bool:
    stamp = venv / f".stamp-{lock}"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest(lock)


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version_of(python: Path) -> str:
    """Empty when it does not run: a venv whose interpreter is gone is made anew."""
    try:
        return subprocess.check_output([python, "-c", "import sys; print(sys.version)"], text=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def setup(venv: Path, lock: str) -> None:
    python = python_of(venv)
    if version_of(python) != sys.version:
        if importlib.util.find_spec("ensurepip") is None:
            sys.exit(f"{sys.executable} cannot make virtual environments; on Debian: apt install python3-venv")
        print(f"making {venv.name} with Python {sys.version.split()[0]}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
    for stamp in venv.glob(".stamp-*"):  # until we are through, nothing is known
        stamp.unlink()
    print(f"installing requirements/{lock}.txt into {venv.name}", flush=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-deps"]
    # The lock is complete, so there is nothing to resolve (--no-deps).
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements" / f"{lock}.txt"], check=True)
    # hatchling and editables are in the lock: no build environment, no network.
    subprocess.run([*pip, "--no-build-isolation", "--editable", ROOT], check=True)
    (venv / f".stamp-{lock}").write_text(digest(lock), encoding="utf-8")


def main() -> None:
    venv, lock = Path(sys.argv[1]).absolute(), sys.argv[2]
    if not done(venv, lock) and not (lock == "run" and done(venv, "dev")):
        try:
            setup(venv, lock)
        except subprocess.CalledProcessError as error:
            sys.exit(error.returncode)


if __name__ == "__main__":
    main()
