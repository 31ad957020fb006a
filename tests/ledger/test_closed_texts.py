"""Whatever text or amount a borrower's row holds, it comes back as written, and it never becomes anything but text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.ledger.book import SetCell
from pyaddin.ledger.cells import clean
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.edits import plain_text
from tests.ledger.ledger_files import DAY, small_ledger

HOSTILE = st.sampled_from(
    ["=", "+", "{{", "%}", "<![CDATA[", "]]>", "&#0;", "<!--", "_x0041_", "\u202e", "\u0000", "\ud800", "\r\n", "\t", "😀", "'", '"', "\ufeff"]
)
TEXT = st.lists(st.one_of(st.text(st.characters(codec=None), max_size=20), HOSTILE), max_size=8).map("".join)
AMOUNT = st.decimals(min_value=Decimal("-999999999.99"), max_value=Decimal("999999999.99"), places=2)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_ledger(tmp_path_factory.mktemp("texts")).read_bytes()


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXT, min_size=6, max_size=6), amount=AMOUNT)
def test_round_trip(template: bytes, texts: list[str], amount: Decimal) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsm"
        path.write_bytes(template)
        book = ClosedBook(path)
        raw = book.read()
        keys = [f"C-00001|ORIG|{number}" for number in (1, 2, 3)]
        edits = [SetCell("Debtors", 2, "D-00001", "Notes", None, texts[0]), SetCell("Debtors", 2, "D-00001", "Address", None, texts[1])]
        edits += [SetCell("Cases", 2, "C-00001", column, None, text) for column, text in zip(("Why", "Notes", "Bucket", "Owner"), texts[2:], strict=True)]
        edits += [SetCell("Installments", row, key, "Paid", None, amount) for row, key in enumerate(keys, 2)]
        book.write(edits, fingerprint=raw.fingerprint, as_of=DAY)
        read = ClosedBook(path).read()
        case = read.tables["Cases"].rows[0][1]
        wanted = [plain_text(text) or None for text in texts]
        assert [case[column] for column in ("Why", "Notes", "Bucket", "Owner")] == wanted[2:]
        assert [read.tables["Debtors"].rows[0][1][column] for column in ("Notes", "Address")] == wanted[:2]
        assert {Decimal(repr(row["Paid"])) for _, row in read.tables["Installments"].rows[:3]} == {amount}
        other = openpyxl.load_workbook(path)
        assert other["Installments"]["H2"].value == float(amount)
        assert other["Cases"]["V2"].data_type in ("s", "inlineStr", "n")


@given(text=TEXT)
def test_cleaned_text_is_stable_and_fits_into_a_cell(text: str) -> None:
    for one_line in (True, False):
        cleaned = clean(text, one_line=one_line)
        assert clean(cleaned, one_line=one_line) == cleaned
        assert plain_text(cleaned) == cleaned
        assert not one_line or "\n" not in cleaned
