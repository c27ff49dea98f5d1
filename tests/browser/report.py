"""Opens report.html of results in a real browser and checks what only a browser knows.

usage: report.py [--shots DIR] RESULT...
"""

import argparse
import pathlib
import sys

from browser import Browser

# Sums of a table: every column whose cells are numbers, parts against the total.
SUMS = """[...document.querySelectorAll('table')].filter(t => t.querySelector('tr.total')).map(table => {
  const number = (row, place) => { const cell = row.cells[place]; return cell && 'value' in cell.dataset ? +cell.dataset.value : null; };
  const total = table.querySelector('tr.total');
  const columns = [...total.cells].map((_, place) => place).filter(place => number(total, place) !== null).map(place => ({
    sum: [...table.querySelectorAll('tr.part')].reduce((sum, row) => sum + (number(row, place) || 0), 0),
    size: [...table.querySelectorAll('tr.part')].reduce((sum, row) => sum + Math.abs(number(row, place) || 0), 0),
    total: number(total, place) }));
  return { caption: table.caption.textContent, columns };
})"""

SHOWN = """[...document.querySelectorAll('.view')].filter(v => getComputedStyle(v).display !== 'none').map(v => v.className)"""

# Texts of a picture that overlap one another or leave it.
CROWDED = """[...document.querySelectorAll('figure.chart svg')].filter(svg => svg.getBoundingClientRect().width > 0).flatMap(svg => {
  const frame = svg.getBoundingClientRect(), found = [];
  const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => ({ words: t.textContent, box: t.getBoundingClientRect() }));
  texts.forEach((one, place) => {
    if (one.box.left < frame.left - 1 || one.box.right > frame.right + 1 || one.box.bottom > frame.bottom + 1) found.push('leaves: ' + one.words);
    texts.slice(place + 1).forEach(two => {
      const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const along = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
      const least = Math.min(one.box.height, two.box.height);
      if (across > 2 && along > 0.45 * least) found.push('overlap: ' + one.words + ' | ' + two.words);
    });
  });
  return found.map(words => (svg.querySelector('title') || {}).textContent + ': ' + words);
})"""

# Words cut off by their box.
CLIPPED = """[...document.querySelectorAll('th, td, .cards p, .cards h2, h1, h2, .answer, nav a')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0).map(e => e.tagName + ': ' + e.textContent.slice(0, 60))"""

KINDS = {"aep": "loss-aep", "oep": "loss-oep"}
SCALES = {"log": "loss-log", "lin": "loss-lin"}


class Checks:
    def __init__(self, name):
        self.name, self.failed = name, 0

    def that(self, condition, words):
        if not condition:
            self.failed += 1
            print(f"{self.name}: {words}", file=sys.stderr)


def switches(browser, checks):
    if not browser.run("!!document.querySelector('.switch')"):
        return
    checks.that(browser.run(SHOWN) == ["view aep log"], f"shows {browser.run(SHOWN)} before anything is pressed")
    for kind, kind_id in KINDS.items():
        for scale, scale_id in SCALES.items():
            for pressed in (kind_id, scale_id):
                browser.run(f"document.querySelector('label[for={pressed}]').click()")
            checks.that(browser.run(SHOWN) == [f"view {kind} {scale}"], f"{kind} {scale} shows {browser.run(SHOWN)}")
            crowded(browser, checks)
    browser.run("document.querySelector('label[for=loss-aep]').click(); document.getElementById('loss-aep').focus()")
    browser.press("ArrowRight", 39)
    checks.that(browser.run("document.getElementById('loss-oep').checked"), "the arrow key does not move the switch")
    for pressed in ("loss-aep", "loss-log"):
        browser.run(f"document.querySelector('label[for={pressed}]').click()")


def crowded(browser, checks):
    for words in browser.run(CROWDED):
        checks.that(False, words)


def sums(browser, checks):
    tables = browser.run(SUMS)
    checks.that(len(tables) >= 2, "fewer than two tables with a total")
    for table in tables:
        checks.that(table["columns"], f"no sums in {table['caption']}")
        for column in table["columns"]:
            distance = abs(column["sum"] - column["total"])
            checks.that(distance <= 1e-9 * max(column["size"], 1), f"{table['caption']}: {column}")


def fits(browser, checks, width):
    across = browser.run("document.documentElement.scrollWidth")
    checks.that(across <= width, f"{across} pixels wide on a screen of {width}")
    for words in browser.run(CLIPPED):
        checks.that(False, f"cut off at {width}: {words}")


def one(browser, result, shots):
    checks = Checks(result.name)
    url = (result / "report.html").resolve().as_uri()
    browser.events.clear()
    browser.open(url, 1280, 800)
    bottom = browser.run("document.querySelector('#board').getBoundingClientRect().bottom")
    checks.that(bottom <= 800, f"the board page ends at {bottom:.0f} pixels, below the first screen")
    fits(browser, checks, 1280)
    sums(browser, checks)
    switches(browser, checks)
    crowded(browser, checks)
    if shots:
        pictures(browser, shots / result.name, url)
    browser.open(url, 390, 844)
    fits(browser, checks, 390)
    silent(browser, checks, url)
    return checks.failed


def silent(browser, checks, url):
    """No word on the console, no exception, no request but for the page itself."""
    for event in browser.events:
        method, parameters = event["method"], event["params"]
        if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            checks.that(False, f"{method}: {parameters}")
        if method == "Network.requestWillBeSent":
            asked = parameters["request"]["url"]
            checks.that(asked.split("#")[0] == url, f"asked for {asked}")


def pictures(browser, folder, url):
    """The whole page in pieces, light and dark and on a phone, and on both papers."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, width, height, dark in (("light", 1280, 800, False), ("dark", 1280, 800, True), ("phone", 390, 844, False)):
        browser.open(url, width, height, dark)
        browser.shot(folder / f"{name}-board.png")
        whole = browser.run("document.documentElement.scrollHeight")
        step = 2 * height
        for place, top in enumerate(range(0, min(whole, 12 * step), step)):
            browser.shot(folder / f"{name}-{place:02}.png", (0, top, width, min(step, whole - top)))
    browser.open(url, 1280, 800)
    browser.print(folder / "a4.pdf", 8.27, 11.69)
    browser.print(folder / "letter.pdf", 8.5, 11)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=pathlib.Path)
    parser.add_argument("results", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    with Browser() as browser:
        failed = sum(one(browser, result, arguments.shots) for result in arguments.results)
    print(f"{len(arguments.results)} reports, {failed} complaints")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
