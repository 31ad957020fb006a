"""Keys of a slice whose ids were given anew by the origin: every key that names a payment, promise or plan names the same one afterwards."""

from __future__ import annotations

import pytest

from pyaddin.rules.case import Installment
from pyaddin.rules.correction import correction_key
from pyaddin.rules.ladder import missed_key
from pyaddin.rules.notices import key_of
from pyaddin.tasks.merging import mapped_key
from tests.rules.build_cases import D, agreed, day, file, rows, stand

IDS = {"Cases": {"C-1": "C-8"}, "Plans": {"L-1": "L-8"}, "Promises": {"R-1": "R-8"}, "Payments": {"P-1": "P-8", "P-2": "P-9"}}
CASE = file(*rows("10-05"))


@pytest.mark.parametrize(
    ("kind", "subject", "then"),
    [
        ("reminder", "2", "2"),
        ("demand", "4", "4"),
        ("handover", "DISPOSITION", "DISPOSITION"),
        ("thanks", "P-1", "P-8"),
        ("promise", "R-1", "R-8"),
        ("broken", "L-1", "L-8"),
        ("checkin", "L-1/3", "L-8/3"),
        ("agreement", "L-1", "L-8"),
        ("notice", "L-1/2/3", "L-8/2/3"),
        ("missed", "ORIG/0/1", "ORIG/0/1"),
    ],
)
def test_the_key_of_a_message_names_what_it_was_about(kind: str, subject: str, then: str) -> None:
    assert mapped_key(key_of(CASE, 1, kind, subject), IDS) == f"C-8|1|{kind}|{then}"


def test_the_key_of_a_missed_row_of_a_plan() -> None:
    one = file(*rows("10-05"), *rows("11-05", plan="L-1"), plans=(agreed("L-1", "10-20", "100"),))
    row = next(row for row in stand(one, "11-06").rows if row.installment == Installment("L-1", 1, day("11-05"), D(100)))
    assert mapped_key(missed_key(one, row, 1, 1), IDS) == "C-8|1|missed|L-8/1/1"


def test_the_key_of_a_correction_names_the_plan_that_it_corrects() -> None:
    """With the old id the next run would not find what was written and would write the correction once more."""
    assert mapped_key(correction_key("C-1", agreed("L-1", "10-20", "100")), IDS) == correction_key("C-8", agreed("L-8", "10-20", "100"))
