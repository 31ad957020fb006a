"""The papers of the repository: current, linked to what exists, and free of what belongs to one machine only."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from pyaddin.build import docs
from pyaddin.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def slug(heading: str) -> str:
    """The anchor that a heading gets on the usual code hosts."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(line.lstrip("#")) for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_generated_pages_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main(["--check"]) == 0, capsys.readouterr().out


def test_a_stale_page_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    assert docs.main([]) == 0
    (tmp_path / "docs" / "errors.md").write_text("old", encoding="utf-8")
    assert docs.main(["--check"]) == 1
    assert capsys.readouterr().out == "docs/errors.md is not current: run `make docs`.\n"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    here = ROOT / page
    for target in LINK.findall(here.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (here.parent / name).resolve() if name else here
        assert found.exists(), f"{page}: {target}"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{page}: {target}"


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/first-hour.md"])
def test_make_targets_and_commands_named_in_the_papers_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)$", text, re.MULTILINE))
    for target in {first or second for first, second in targets}:
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target
    names = {command.name for command in COMMANDS}
    used = set(re.findall(r"-m pyaddin ([a-z]+)", text))
    assert used <= names
    assert page != "docs/first-hour.md" or used


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_readme_shows_every_picture(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in ("workbook-today", "workbook-cases", "workbook-dashboard", "email", "report"):
        shown = re.search(rf"docs/pictures/{name}(?:-zh-CN)?\.png", text)  # a page may show the picture in its own language
        assert shown is not None
        assert (ROOT / shown.group()).is_file()


def test_process_page_maps_every_section() -> None:
    text = (ROOT / "docs" / "process.md").read_text(encoding="utf-8")
    for section in ("1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3", "4"):
        assert re.search(rf"^\| {re.escape(section)} ", text, re.MULTILINE), section


def test_nothing_of_one_machine_is_committed() -> None:
    files = tracked()
    if not files:
        pytest.skip("not a git checkout")
    # written in parts, so that this file does not find itself
    parts = ("/" + "home/", "/" + "root/", "/" + "work/", r"C:\\" + "Users", "pypi" + r"\.org", "python" + "hosted", "/opt/" + "pypi")
    forbidden = [re.compile(part) for part in parts]
    for path in files:
        if path.suffix in {".xlsm", ".xlsx", ".png", ".bin", ".ttf", ".otf", ".eml"}:
            continue
        text = path.read_text(encoding="utf-8")
        for pattern in forbidden:
            assert not pattern.search(text), f"{path.relative_to(ROOT)}: {pattern.pattern}"
