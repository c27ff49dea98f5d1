#!/usr/bin/env python3
"""Writes the pages and pictures of docs/decisions anew: python3 docs/decisions/draw.py

Plays both scenarios with their own seeds and numbers of runs. The sentences of advice are written by hand below; look at them
again when the figures move."""

import csv
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHARTS = ["robustness", "tornado", "value_of_information", "frontier", "break_even"]

DO = {
    "ten-thousand-tenants-evidence": """1. Take row-level security with pooling, and keep the hybrid (Enterprise in databases of its own) ready: both cost about $14.5M
   over five years and save about $16M against a database for every tenant, but the hybrid's worst hundredth is $70M lighter.
   Who cannot bear a loss of $300M should take the hybrid today; it costs nothing that the runs can tell.
2. Before deciding, find out which severity model describes this company (worth at most $1.2M): under `jacobs` the hybrid is the
   cheapest, under the others row-level security. An audit of the boundary is worth at most $0.3M.
3. No tier but Enterprise comes near to earning a schema or database of its own; do not move Starter or Growth.""",
    "small-regulated": """1. Give every tenant a database: $2.7M less over five years on average, for $171K of infrastructure more, and the worst
   hundredth of futures costs $226M less. Everybody who dislikes risk prefers it (second-order dominance).
2. The decision flips only under `iris_2025`, which takes no notice of how many records are stored, and no study of the severity is
   worth more than $21K: do not wait for one.
3. Expect the money to be spent in vain in 96 % of futures: it is a premium, and no breach happens in most of them. With
   `[constraints] requires = "physical"` (`small-regulated-hipaa.toml`) there is nothing left to weigh.""",
}

CHANGE = {
    "ten-thousand-tenants-evidence": "Losses that are 4 % larger make the hybrid the cheapest, a third of the price of a database "
    "makes a database each the cheapest.",
    "small-regulated": "All losses at a seventeenth of theirs, or a database at fifteen times its price, make row-level security the "
    "cheapest.",
}


def usd(text):
    if not text:
        return "–"
    value = float(text)
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= size:
            return f"{'-' if value < 0 else ''}${abs(value) / size:.3g}{unit}"
    return f"${value:.3g}"


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matrix(result):
    text = "| severity | churn | cheapest | flips | lead on the next | paired standard error |\n|---|---|---|---|--:|--:|\n"
    for row in rows(result / "robustness.csv"):
        text += (f"| {row['severity']} | {row['churn']} | `{row['cheapest']}` | {row['flips']} | {usd(row['saving_next_usd'])} | "
                 f"{usd(row['saving_next_std_error_usd'])} |\n")
    return text


def information(result):
    text = "| knowing | is worth at most | standard error | changes the decision in |\n|---|--:|--:|--:|\n"
    for row in rows(result / "voi.csv"):
        if row["kind"] in ("everything", "input", "group"):
            change = f"{100 * float(row['probability_of_change']):.0f} %" if row["probability_of_change"] else "–"
            text += f"| {row['name']} | {usd(row['value_usd'])} | {usd(row['std_error_usd'])} | {change} |\n"
    return text


def page(name, result, title):
    picture = lambda chart, words: f"![{words}](images/{name}-{chart}.svg)\n"
    return f"""# {title}

```sh
tenantrisk run scenarios/{name}.toml
tenantrisk hybrid scenarios/{name}.toml --runs 16384
```

## What to do

{DO[name]}

## Does the decision survive another reading?

{matrix(result)}
{picture('robustness', 'Cheapest alternative under each reading')}
## What would flip it

{CHANGE[name]} ([report.md](../report.md) says how this is computed.)

{picture('frontier', 'Cheapest alternative by factors on losses and infrastructure')}
{picture('break_even', 'Factors at which another alternative is as cheap')}
## Which inputs move it, and what finding out is worth

{picture('tornado', 'Saving with each input at its 10th and 90th percentile')}
{information(result)}
{picture('value_of_information', 'Value of knowing each input')}
## A model for each tier

{picture('hybrid_frontier', 'Mean cost against the mean of the worst hundredth for every combination')}
Figures are means over the runs with standard errors as printed; money is in present value over five years. `python3
docs/decisions/draw.py` writes this page anew.
"""


def main():
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    pictures = HERE / "images"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir()
    program = ROOT / "target" / "release" / "tenantrisk"
    with tempfile.TemporaryDirectory() as out:
        for name in DO:
            scenario = f"scenarios/{name}.toml"
            subprocess.run([program, "run", scenario, "--quiet", "--out", out, "--format", "csv,svg", "--charts", ",".join(CHARTS)],
                           cwd=ROOT, check=True)
            subprocess.run([program, "hybrid", scenario, "--quiet", "--out", out, "--runs", "16384"], cwd=ROOT, check=True)
            result = pathlib.Path(out) / name
            for chart in CHARTS:
                shutil.copy(result / "charts" / f"{chart}.svg", pictures / f"{name}-{chart}.svg")
            shutil.copy(result / "hybrid" / "charts" / "hybrid_frontier.svg", pictures / f"{name}-hybrid_frontier.svg")
            lines = (ROOT / scenario).read_text(encoding="utf-8").splitlines()
            title = next(line.split('"')[1] for line in lines if line.startswith("title"))
            (HERE / f"{name}.md").write_text(page(name, result, title), encoding="utf-8")


if __name__ == "__main__":
    main()
