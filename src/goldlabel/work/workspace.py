"""A workspace: one folder with everything an instance keeps, and what opening it gives.

goldlabel-data/
  goldlabel.toml   settings (optional)     secret    made on first use, 0600
  goldlabel.db     SQLite, unless the settings or GOLDLABEL_DATABASE name a PostgreSQL
  blobs/  uploads/  exports/  backups/
"""

import hashlib
import hmac
import os
import secrets
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from goldlabel.catalog import catalog as load_catalog
from goldlabel.core.kind import Catalog, problems_of
from goldlabel.core.model import Model
from goldlabel.core.problem import GoldlabelError, Invalid
from goldlabel.net import Egress, Policy
from goldlabel.store.blobs import Blobs, sync_folder
from goldlabel.store.database import Database, connect

DEFAULT = Path("goldlabel-data")
FOLDERS = ("blobs", "uploads", "exports", "backups")


class S3Settings(Model):
    """For `blobs = "s3://…"`. Without keys, those of the environment (`AWS_…`) or the machine are used."""

    endpoint: str | None = None
    region: str = "us-east-1"
    access_key_id: str | None = None
    secret_access_key: str | None = None


class StorageSettings(S3Settings):
    """A place that leads may import from: a folder of the server (`/srv/scans`), `s3://bucket/prefix`, `gs://…` or
    `az://…`. Keys are given for S3 alone; the others take those of the environment."""

    url: str = Field(min_length=1)
    projects: tuple[str, ...] = ()
    """Whose leads; empty: those of every project."""


class ServerSettings(Model):
    public_url: str | None = None
    """Where people reach the server: `https://label.example.org`. Its host joins `hosts`; https secures cookies."""
    hosts: tuple[str, ...] = ()
    """Further host names that the server answers to, besides loopback."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    session_days: float = Field(default=30, gt=0, le=365)
    max_body_bytes: int = Field(default=16 << 20, ge=1 << 16)
    max_upload_bytes: int = Field(default=50 << 30, ge=1)
    media_hours: int = Field(default=12, ge=1, le=24 * 7)
    """How long a media address stays good."""
    workers: int = Field(default=1, ge=0, le=64)
    """Job processes that `goldlabel serve` starts."""


class NetworkSettings(Model):
    allow: tuple[str, ...] = ()
    """Hosts and networks that are not on the public internet and may be reached all the same."""
    max_bytes: int = Field(default=2 << 30, ge=1)
    seconds: float = Field(default=600, gt=0)


class PasswordSettings(Model):
    """Cost of argon2id."""

    time_cost: int = Field(default=3, ge=1)
    memory_kib: int = Field(default=65536, ge=8)
    parallelism: int = Field(default=4, ge=1)


class Settings(Model):
    database: str | None = None
    blobs: str | None = None
    s3: S3Settings = S3Settings()
    storages: dict[str, StorageSettings] = Field(default_factory=dict)
    server: ServerSettings = ServerSettings()
    network: NetworkSettings = NetworkSettings()
    passwords: PasswordSettings = PasswordSettings()


@dataclass(frozen=True)
class Workspace:
    path: Path
    settings: Settings
    database: Database
    blobs: Blobs
    secret: bytes
    catalog: Catalog
    egress: Egress

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    def key_for(self, purpose: str) -> bytes:
        """A key of its own for each use of the secret."""
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).digest()

    def close(self) -> None:
        self.database.close()
        self.egress.close()

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_workspace(path: Path | str | None = None, *, create: bool = True, **overrides: Any) -> Workspace:
    """Opens a workspace folder (default: GOLDLABEL_WORKSPACE, else ./goldlabel-data), making it on first use.

    `overrides` stand above goldlabel.toml. Raises GoldlabelError when the folder is missing and `create` is
    false or its database is of a newer goldlabel; Invalid for wrong settings.
    """
    root = Path(path or os.environ.get("GOLDLABEL_WORKSPACE") or DEFAULT).expanduser().absolute()
    if not create and not root.is_dir():
        raise GoldlabelError(f"there is no workspace at {root}; make one with `goldlabel init` or name another")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in FOLDERS:
        (root / name).mkdir(exist_ok=True, mode=0o700)
    settings = read_settings(root / "goldlabel.toml", overrides)
    egress = Egress(
        Policy.of(settings.network.allow), max_bytes=settings.network.max_bytes, seconds=settings.network.seconds
    )
    return Workspace(
        path=root,
        settings=settings,
        blobs=_blobs(root, settings, egress),
        secret=_secret(root / "secret"),
        catalog=load_catalog(),
        egress=egress,
        database=connect(os.environ.get("GOLDLABEL_DATABASE") or settings.database or root / "goldlabel.db"),
    )


def read_settings(file: Path, overrides: dict[str, Any] | None = None) -> Settings:
    """Raises Invalid naming the file and each wrong setting."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(str(error), where=str(file)) from error
    try:
        return Settings.model_validate({**raw, **(overrides or {})})
    except ValidationError as error:
        raise Invalid([problem.inside(file.name) for problem in problems_of(error)]) from error


def _blobs(root: Path, settings: Settings, egress: Egress) -> Blobs:
    if not settings.blobs:
        return Blobs.local(root / "blobs")
    if not settings.blobs.startswith("s3://"):
        raise Invalid('must be "s3://bucket/prefix"; leave it out for the folder blobs/', where="goldlabel.toml: blobs")
    s3 = settings.s3
    if s3.endpoint:
        egress.check(s3.endpoint)
    return Blobs.s3(
        settings.blobs, endpoint=s3.endpoint, region=s3.region, access_key_id=s3.access_key_id,
        secret_access_key=s3.secret_access_key,
    )  # fmt: skip


def _secret(file: Path) -> bytes:
    """The secret of this install. Of several programs that start at once, all end up with the same one."""
    if not file.exists():
        draft = file.with_name(f"secret.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(32).hex().encode())
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
        sync_folder(file.parent)
    content = bytes.fromhex(file.read_text(encoding="ascii").strip())
    if len(content) < 32:
        raise GoldlabelError(f"{file} is damaged: it must hold 64 hexadecimal digits; remove it to make a new one")
    return content
