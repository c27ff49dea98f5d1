"""Compares runs.parquet with runs.csv row by row, read by DuckDB.

usage: python3 parquet.py DIR      (DIR holds runs.parquet and runs.csv)
"""

import csv
import pathlib
import sys

import duckdb


def main():
    folder = pathlib.Path(sys.argv[1])
    table = duckdb.execute("SELECT * FROM read_parquet(?)", [str(folder / "runs.parquet")])
    headers = [column[0] for column in table.description]
    with open(folder / "runs.csv", newline="", encoding="utf-8") as text:
        lines = csv.reader(text)
        assert next(lines) == headers, "the columns differ"
        count = 0
        for line in lines:
            row = table.fetchone()
            assert row is not None, f"runs.parquet ends after {count} rows"
            count += 1
            assert int(line[0]) == row[0] and float(line[1]) == row[1], (count, line[:3], row[:3])
            # CSV files put an apostrophe before what a spreadsheet would take for a formula.
            assert line[2] == row[2] or line[2] == "'" + row[2], (count, line[2], row[2])
            values = [None if cell == "" else float(cell) for cell in line[3:]]
            assert values == list(row[3:]), f"row {count} differs"
        assert table.fetchone() is None, f"runs.parquet has more than {count} rows"
    print(f"{folder}: {count} rows of {len(headers)} columns are the same")


if __name__ == "__main__":
    main()
