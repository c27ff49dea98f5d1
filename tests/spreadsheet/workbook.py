"""Lets LibreOffice compute workbook.xlsx anew and compares its totals with summary.csv and comparison.csv.

usage: python3 workbook.py DIR      (DIR holds workbook.xlsx, summary.csv and comparison.csv)
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

TOLERANCE = 1e-9
# The insurer's lines are there only where something is insured; what it pays back counts below zero.
INSURED = {"Insurance premium": ("premium", 1), "Insurance recovery": ("recovery", -1)}
COMPONENTS = {
    "Infrastructure": "infrastructure",
    "Build": "build",
    "Operations": "operations",
    "Compute overhead": "compute_overhead",
    "Controls": "controls",
    "Migration": "migration",
    "All losses": "loss",
    "Total cost of ownership": "tco",
    "Revenue": "revenue",
    "Cost to serve": "cost_to_serve",
    "Gross margin": "gross_margin",
}
# Separator, quote, UTF-8, first line, formats, language, quote all text, no detection, numbers with all
# digits, values instead of formulas, no spaces removed, every sheet.
EXPORT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def without_values(source, target):
    """Copies a workbook without the values beside its formulas; returns how many there were."""
    count = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content, found = re.subn(rb"</f><v>[^<]*</v>", b"</f>", content)
                count += found
            new.writestr(item, content)
    return count


def recomputed(workbook):
    """Every sheet by name, as lists of rows, computed by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        bare = pathlib.Path(folder, "bare.xlsx")
        formulas = without_values(workbook, bare)
        assert formulas > 50, f"only {formulas} formulas"
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", EXPORT, "--outdir", folder, str(bare)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
        sheets = {}
        for file in pathlib.Path(folder).glob("bare-*.csv"):
            with open(file, newline="", encoding="utf-8") as text:
                sheets[file.stem.removeprefix("bare-")] = list(csv.reader(text))
        return formulas, sheets


def rows(path):
    with open(path, newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def main():
    folder = pathlib.Path(sys.argv[1])
    summary = {}
    for row in rows(folder / "summary.csv"):
        if row["statistic"] == "mean" and row["value"]:
            summary.setdefault(row["alternative"], {})[row["metric"]] = float(row["value"])
    formulas, sheets = recomputed(folder / "workbook.xlsx")
    compared = 0

    def compare(what, found, expected):
        nonlocal compared
        compared += 1
        distance = abs(float(found) - expected)
        assert distance <= TOLERANCE * max(1.0, abs(expected)), f"{what}: {found}, expected {expected}"

    # Sheets show labels and files names; both list the alternatives in the same order.
    names = list(summary)
    for sheet, suffix in [("Cash flow PV", ""), ("Cash flow nominal", "_undiscounted")]:
        blocks = [[]]
        for row in sheets[sheet][2:]:
            if row[1]:
                blocks[-1].append(row)
            elif blocks[-1]:
                blocks.append([])
        blocks = [block for block in blocks if block]
        assert len(blocks) == len(names), f"{sheet}: {len(blocks)} alternatives"
        for name, block in zip(names, blocks):
            totals = {row[1]: row for row in block}
            for line, metric in COMPONENTS.items():
                expected = summary[name][metric + suffix]
                compare(f"{sheet}, {name}, {line}", totals[line][-1], expected)
            for line, (metric, sign) in INSURED.items():
                assert (line in totals) == (metric in summary[name]), f"{sheet}, {name}, {line}"
                if line in totals:
                    expected = sign * summary[name][metric + suffix]
                    compare(f"{sheet}, {name}, {line}", totals[line][-1], expected)
    totals = sheets["Components"][-1]
    for column, name in enumerate(names, 1):
        compare(f"Components, {name}", totals[column], summary[name]["tco"])
    for row, name in zip(sheets["Summary"][1:], names):
        for column, metric in [(1, "tco"), (3, "tco_undiscounted"), (5, "loss"), (12, "gross_margin")]:
            compare(f"Summary, {name}, {metric}", row[column], summary[name][metric])
    savings = {}
    for row in rows(folder / "comparison.csv"):
        if row["statistic"] == "mean" and row["metric"] in ("saving", "saving_undiscounted"):
            savings.setdefault((row["alternative"], row["baseline"]), {})[row["metric"]] = float(row["value"])
    for row, (pair, values) in zip(sheets["Comparison"][1:], savings.items()):
        compare(f"Comparison, {pair}", row[2], values["saving"])
        compare(f"Comparison, {pair}, undiscounted", row[4], values["saving_undiscounted"])
    print(f"{folder}: {formulas} formulas computed by LibreOffice, {compared} totals as in the CSV files")


if __name__ == "__main__":
    main()
