"""Files, folders and archives: what is refused, and that nothing is read by a path that data gave."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from goldlabel.core.problem import Invalid, NotFound, TooLarge
from goldlabel.formats import Source, detect
from goldlabel.formats.parts import limits
from tests.formats.helpers import put, read, records, rejects


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def test_tables_in_an_archive_are_read_in_order(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"b.csv": "id\n2\n", "a.csv": "id\n1\n", "__MACOSX/a.csv": "x", ".DS_Store": ""})
    got = read(path)
    assert [(r.data["id"], r.where) for r in records(got)] == [("1", "a.csv row 2"), ("2", "b.csv row 2")]
    assert not rejects(got)


def test_names_that_leave_the_archive_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as out:
        for name in ("../up.csv", "/abs.csv", "C:/win.csv", "a/../../x.csv", "ok.csv", "back\\slash.csv"):
            out.writestr(name, "id\n1\n")
        out.writestr(link, "/etc/passwd")
    got = read(path)
    assert [r.where for r in records(got)] == ["ok.csv row 2"]
    why = {r.where.split("entry ")[1].strip("'"): r.message for r in rejects(got)}
    assert "leaves the archive" in why["../up.csv"]
    assert "leaves the archive" in why["a/../../x.csv"]
    assert "absolute path" in why["/abs.csv"]
    assert "absolute path" in why["C:/win.csv"]
    assert "is a link" in why["link.csv"]
    assert "backslash" in why["back\\\\slash.csv"]


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(tmp_path / "a.zip", {"a.csv": b"0" * 40 * limits.MB})
    with pytest.raises(TooLarge, match=r"a\.zip: 'a\.csv' would unpack to 40 MB, [\d,]+ times.*zip bomb"):
        read(bomb)
    many = archive(tmp_path / "many.zip", {f"{n}.csv": b"0" * limits.MB for n in range(20)})
    with pytest.raises(TooLarge, match=r"many\.zip is .* kB and would unpack to 20 MB.*zip bomb"):
        read(many)
    monkeypatch.setattr(limits, "MAX_ENTRIES", 10)
    with pytest.raises(TooLarge, match="holds 20 files; the limit is 10"):
        read(many)
    monkeypatch.setattr(limits, "MAX_UNPACKED", limits.MB)
    with pytest.raises(TooLarge, match="would unpack to 2 MB; the limit is 1 MB"):
        read(archive(tmp_path / "b.zip", {"a.csv": os.urandom(limits.MB), "b.csv": os.urandom(limits.MB)}))


def test_overlapping_entries_are_refused(tmp_path: Path) -> None:
    """The directory names one packed file twice, as in Fifield's bomb."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        out.writestr("a.csv", "id\n" + "1\n" * 100)
        out.writestr("b.csv", "id\n" + "1\n" * 100)
    data = bytearray(content.getvalue())
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, second + 42, 0)
    with pytest.raises((TooLarge, Invalid), match=r"'b\.csv' overlaps"):
        read(put(tmp_path, "a.zip", bytes(data)))


def test_a_cut_archive_and_absent_files(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.zip", {"a.csv": "id\n1\n"})
    with pytest.raises(Invalid, match="was the upload cut"):
        read(put(tmp_path, "cut.zip", whole.read_bytes()[:60]))
    with pytest.raises(NotFound, match=r"nope\.csv: there is no such file"):
        read(tmp_path / "nope.csv")
    with pytest.raises(Invalid, match="is of no format that can be told"):
        read(put(tmp_path, "a.bin", b"\x00\x01"))
    assert detect(Source(whole)).name == "csv"


def test_a_gzip_bomb_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    monkeypatch.setattr(limits, "MAX_UNPACKED", 20 * limits.MB)
    path = put(tmp_path, "a.txt.gz", gzip.compress(b"word " * 6 * limits.MB))
    with pytest.raises(TooLarge, match="unpacks to more than 20 MB"):
        read(path)


def test_links_out_of_a_folder_are_refused(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.csv", "id\n9\n")
    folder = tmp_path / "data"
    put(folder, "a.csv", "id\n1\n")
    (folder / "b.csv").symlink_to(secret)
    got = read(folder)
    assert [r.data["id"] for r in records(got)] == ["1"]
    assert rejects(got)[0].message == "is a link that leaves the folder"


def test_a_table_with_its_pictures_is_a_table(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.csv": "key,image\nk,p/1.jpg\n", "p/1.jpg": b"x", "p/2.jpg": b"y"})
    with Source(path) as source:
        assert detect(source).name == "csv"
        found = source.find("p/1.jpg")
        assert found is not None
        assert found.read() == b"x"
        assert source.find("../a.zip") is None
