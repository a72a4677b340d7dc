"""Tables in and out of the offline science: files and data frames as columns, answers as numbers, labels by scale."""

from goldlabel.frames.answers import Answers, Coded, read_answers
from goldlabel.frames.column import Column
from goldlabel.frames.table import Table, read_table, table_of, write_table

__all__ = ["Answers", "Coded", "Column", "Table", "read_answers", "read_table", "table_of", "write_table"]
