"""The table of rows left out: mended in a spreadsheet, it goes in again under the same columns."""

from goldlabel.work.mend import Mend, cell

PARAMS = {"columns": ["nr", "Review body", "stars"], "options": {"key": "nr"}}
ROWS = [
    (1, "a.csv row 2", "is empty", '{"nr":"1","Review body":"","stars":null}'),
    (2, "a.csv row 3", "has 4 cells", "2;so; good;5\n"),
    (3, "a.csv row 4", "has 2 of 3 cells", "3;bad\n"),
    (4, "a.csv row 5", "too long", '{"nr":"4","Review body":"xxx'),
]


def test_the_columns_of_the_source_come_first_whatever_a_row_was_kept_as() -> None:
    table = Mend(PARAMS)
    table.see(ROWS)
    assert table.header() == ["nr", "Review body", "stars", "problem", "place"]
    lines = list(table.lines(ROWS))
    assert lines[0] == ["1", "", "", "is empty", "a.csv row 2"]
    assert lines[1] == ["2", "so", " good;5", "has 4 cells", "a.csv row 3"]
    assert lines[2] == ["3", "bad", "", "has 2 of 3 cells", "a.csv row 4"]
    assert lines[3][:3] == ["", "", ""]
    assert "mend it in the source" in lines[3][3]


def test_rows_of_json_name_the_columns_and_own_ones_are_not_doubled() -> None:
    table = Mend({})
    rows = [(1, "a.jsonl line 1", "why", '{"text":5,"place":["x"]}')]
    table.see(rows)
    assert table.header() == ["text", "place", "import problem", "import place"]
    assert list(table.lines(rows)) == [["5", '["x"]', "why", "a.jsonl line 1"]]


def test_formulas_are_disarmed_and_numbers_left() -> None:
    assert [cell(text) for text in ("=1+1", "-5", "+3.5", "@x", "-x", "a")] == [
        "'=1+1", "-5", "+3.5", "'@x", "'-x", "a",
    ]  # fmt: skip
