#!/usr/bin/env python3
"""Draws the pictures of docs/gallery.md anew and writes the page: python3 docs/gallery.py

Simulates each scenario once with its own seed and number of runs; the pictures are the files of its result."""

import json
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images" / "gallery"

# Scenario, and the charts that answer its question.
SHOWN = [
    ("ten-thousand-tenants-evidence", ["frontier", "tco_components", "loss_exceedance", "value_of_information", "robustness"]),
    ("small-regulated", ["saving", "break_even"]),
    ("circuit-breakers", ["roi"]),
    ("pooling-roi", ["cash_flow"]),
    ("noisy-neighbour", ["loss_exceedance"]),
    ("rls-bypass-100", ["loss_exceedance_oep"]),
    ("ten-thousand-tenants", ["convergence"]),
]

HEAD = """# Gallery

Pictures of the scenarios in `scenarios/`, as every run writes them into `charts/`. `python3 docs/gallery.py` draws them anew.
The same pictures stand in the [report page](report.md) with the figures as tables.
"""


def main():
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    page = HEAD
    with tempfile.TemporaryDirectory() as out:
        for name, charts in SHOWN:
            less = [] if "robustness" in charts else ["--no-robustness"]
            subprocess.run(
                [ROOT / "target/release/tenantrisk", "run", f"scenarios/{name}.toml", "--format", "json,svg", "--charts",
                 ",".join(charts), "--quiet", "--out", out, *less], cwd=ROOT, check=True)
            result = pathlib.Path(out) / name
            findings = json.loads((result / "findings.json").read_text())
            title = findings["setting"]["title"] or name
            page += f"\n## {title}\n\n`scenarios/{name}.toml`. {findings['verdict'][0]}\n"
            for chart in charts:
                shutil.copy(result / "charts" / f"{chart}.svg", PICTURES / f"{name}-{chart}.svg")
                words = chart.replace("_", " ")
                page += f"\n![{words}: {title}](images/gallery/{name}-{chart}.svg)\n"
    (ROOT / "docs" / "gallery.md").write_text(page)


if __name__ == "__main__":
    main()
