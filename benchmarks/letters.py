"""1,000 letters as one print file with archive copies, beside WeasyPrint for the same letters: CPU, wall time, memory and size.

``python -m benchmarks.letters [LETTERS] [FEWER LETTERS]``. Each measurement is a process of its own; CPU is user and system time of it and its children,
less what a process takes that only composes the same letters. The letters are those of the tests, each to another name, half of them with a payment code.
WeasyPrint gets the same words, tables and code as HTML, in fonts that are installed (Carlito, Noto Sans CJK).
"""

from __future__ import annotations

import html
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pyaddin.correspondence import wording
from pyaddin.correspondence.letter import batch, press, sheet
from pyaddin.correspondence.letter.batch import Item
from pyaddin.correspondence.letter.sheet import Sheet
from pyaddin.correspondence.message import Letter
from tests.correspondence.letter.papers import PAPERS, TO
from tests.correspondence.letters import AS_OF, every_letter

LETTERS, THEIRS = 1000, 100
KINDS = ("reminder", "missed")


def letters(count: int, languages: tuple[str, ...]) -> list[tuple[Letter, Sheet]]:
    """``count`` letters, language by language, no two alike."""
    pool = {language: [one for one in every_letter(language).values() if one.kind in KINDS] for language in languages}
    made = []
    for number in range(count):
        language = languages[number % len(languages)]
        letter = pool[language][number // 3 % len(pool[language])]
        if number % 2:
            letter = replace(letter, statements=tuple(replace(debt, currency="EUR") for debt in letter.statements))
        letter = replace(letter, debtor_name=f"{letter.debtor_name} {number}")
        made.append((letter, sheet.compose(letter, wording.render(letter), replace(TO[language], name=letter.debtor_name), PAPERS["din"])))
    return made


Made = list[tuple[Letter, Sheet]]


def nothing(made: Made, folder: Path) -> None:
    """The letters composed and not set: what every way below has in common."""


def run(made: Made, folder: Path) -> None:
    """The whole print run: archive copies, print file, manifest."""
    items = [
        Item(one, f"C-{number:05d}", (f"K-{number:06d}",), (f"C-{number:05d}|1|reminder|1",), letter.kind, letter.level, "", "")
        for number, (letter, one) in enumerate(made)
    ]
    done = batch.print_all(items, folder, on=AS_OF, duplex=True, progress=lambda done, total, label: None)
    assert len(done.copies) == len(made), done.refused
    batch.write_manifest(done, folder, {})


def copies(made: Made, folder: Path) -> None:
    """One tagged PDF/A a letter, in one process."""
    for number, (letter, one) in enumerate(made):
        (folder / f"{number}.pdf").write_bytes(sheet.printed(one, letter).pdf)


def together(made: Made, folder: Path) -> None:
    """All letters in one file, in one process."""
    data = sheet.document([one for _, one in made])
    (folder / "all.pdf").write_bytes(press.compile(sheet.LAYOUT, data, on=AS_OF, standards=(), tagged=False).pdf)


_CSS = """
@page { size: A4; margin: 25mm 20mm 24mm 25mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 7.5pt } }
body { font: 9.5pt/1.4 Carlito; margin: 0 } article { break-after: page } p { margin: 0 0 2mm } h1 { font-size: 11.4pt }
:lang(zh-CN) { font-family: Carlito, "Noto Sans CJK SC" } :lang(zh-TW) { font-family: Carlito, "Noto Sans CJK TC" }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; margin: 0 0 3mm }
td { border-bottom: .4pt solid #999; padding: .8mm 1mm; text-align: left } .n { text-align: right }
.to { height: 45mm; font-size: 10.5pt } .slip { border-top: .6pt dashed #777 }
"""


def page(made: Sheet) -> str:
    """The same letter in HTML."""
    data = made.data
    parts = [f"<h1>{html.escape(data['head']['name'])}</h1><div class=to>{'<br>'.join(map(html.escape, data['to']))}</div>"]
    parts += [f"<p>{html.escape(label)} {html.escape(value)}</p>" for label, value in data["info"]]
    parts.append(f"<h1>{html.escape(data['heading'])}</h1>")
    for block in data["blocks"]:
        parts.append(_table(block) if block["kind"] == "table" else _words(block))
    if data["slip"]:
        parts.append(f"<div class=slip><h1>{html.escape(data['slip']['title'])}</h1>{data['slip']['code']}")
        parts += [f"<p>{html.escape(label)} {html.escape(value)}</p>" for label, value in data["slip"]["rows"]] + ["</div>"]
    return f"<article lang={data['lang']}>{''.join(parts)}</article>"


def _words(block: dict[str, list[list[dict[str, str]]]]) -> str:
    mark = {"bold": "b", "italic": "i", "plain": "span"}
    items = ["".join(f"<{mark[run['style']]}>{html.escape(run['text'])}</{mark[run['style']]}>" for run in item) for item in block["items"]]
    return f"<p>{items[0]}</p>" if str(block["kind"]) == "p" else f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _table(block: dict[str, list[list[str]]]) -> str:
    rows = [block["head"], *block["rows"], *block["foot"]]
    cells = ("".join(f"<td{' class=n' if at in block['figures'] else ''}>{html.escape(str(cell))}</td>" for at, cell in enumerate(row)) for row in rows)
    return f"<p><b>{html.escape(str(block['caption']))}</b></p><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _html(pages: list[str]) -> str:
    return f"<html><style>{_CSS}</style><body>{''.join(pages)}</body></html>"


def their_copies(made: Made, folder: Path) -> None:
    """WeasyPrint, one PDF a letter."""
    import weasyprint

    for number, (_, one) in enumerate(made):
        weasyprint.HTML(string=_html([page(one)])).write_pdf(folder / f"{number}.pdf")


def their_file(made: Made, folder: Path) -> None:
    """WeasyPrint, all letters in one file: its best way, because it cuts each font down once."""
    import weasyprint

    weasyprint.HTML(string=_html([page(one) for _, one in made])).write_pdf(folder / "all.pdf")


WAYS = {way.__name__: way for way in (nothing, run, copies, together, their_copies, their_file)}


def measured(way: str, count: int, languages: str) -> tuple[float, float, float, float]:
    """CPU and wall seconds, peak MiB of the largest process, MB of what was written."""
    with tempfile.TemporaryDirectory(prefix="letters-") as folder:
        began = time.perf_counter()
        command = [sys.executable, "-m", "benchmarks.letters", "--child", way, str(count), languages, folder]
        ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        wall = time.perf_counter() - began
        cpu, peak = map(float, ended.stdout.split()[-2:])
        prints = Path(folder) / batch.PRINT_FILE
        size = prints.stat().st_size if prints.exists() else sum(path.stat().st_size for path in Path(folder).rglob("*.pdf"))
        return cpu, wall, peak, size / 1e6


def child(way: str, count: int, languages: str, folder: Path) -> None:
    """One measurement; its own figures are the last words on stdout."""
    WAYS[way](letters(count, tuple(languages.split(","))), folder)
    mine, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = mine.ru_utime + mine.ru_stime + below.ru_utime + below.ru_stime
    print(cpu, max(mine.ru_maxrss, below.ru_maxrss) / 1024)


def main() -> int:
    """Print a line a way of working; exit code 1 when WeasyPrint's best way takes less than ten times the CPU of ours."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))
        return 0
    given = [int(word) for word in sys.argv[1:3]]
    count, few = (*given, *(LETTERS, THEIRS)[len(given) :])
    print(f"load {os.getloadavg()[0]:.1f}; CPU a letter without what composing the letters takes")
    ratios = [_compared("en,zh-CN,zh-TW", count, few), _compared("en", few, few)]
    return 0 if min(ratios) >= 10 else 1


def _compared(languages: str, count: int, few: int) -> float:
    """The lines for letters in these languages; how many times our CPU WeasyPrint's one file takes."""
    each: dict[str, float] = {}
    for way, number in (("run", count), ("together", few), ("their_file", few), ("copies", few), ("their_copies", max(2, few // 20))):
        base = measured("nothing", number, languages)[0]
        cpu, wall, peak, size = measured(way, number, languages)
        each[way] = (cpu - base) / number
        costs = f"{cpu:7.1f} CPU s, {wall:6.1f} s, {1000 * each[way]:7.1f} CPU ms each, {peak:5.0f} MiB, {size:5.1f} MB"
        print(f"{languages:<15} {way:<13} {number:>5} letters: {costs}")
    one_file, many = each["their_file"] / each["together"], each["their_copies"] / each["copies"]
    print(f"{languages:<15} WeasyPrint takes {one_file:.0f} times our CPU for one file, {many:.0f} times for a file each")
    return each["their_file"] / each["together"]


if __name__ == "__main__":
    sys.exit(main())
