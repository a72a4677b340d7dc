"""Tab-separated values: CSV with another delimiter and the same quoting."""

from goldlabel.formats.csv import Csv


class Tsv(Csv):
    name = "tsv"
    title = "TSV"
    endings = (".tsv", ".tab")
    about = "A table with a header, cells between tabs. Written flat, one column per question."
    delimiter = "\t"
