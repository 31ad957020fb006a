"""Names on statements held against debtors' names: order, case and titles do not count, Chinese names only as a whole."""

from __future__ import annotations

import pytest

from pyaddin.ledger.imports.statements.likeness import Names

NAMES = Names({"D1": "Ann Lee", "D2": "John Smith", "D3": "王小明", "D4": "王伟", "D5": "Jäger Möbel GmbH", "D6": "欧阳娜娜", "D7": ""})


@pytest.mark.parametrize(
    ("payer", "text", "found"),
    [
        ("LEE ANN", "", {"D1": 100}), ("Mrs. Ann Lee", "", {"D1": 100}), ("Ann Ray", "", {}), ("Jon Smith", "", {"D2": 95}), ("J Smith", "", {"D2": 82}),
        ("", "transfer from john smith, thanks", {"D2": 95}), ("", "johnsmith", {}), ("", "smith john", {}), ("王小明", "", {"D3": 100}), ("王小名", "", {}),
        ("王伟", "", {"D4": 100}), ("", "转账王伟", {}), ("", "还款 欧阳娜娜 11月", {"D6": 95}), ("先生王小明", "", {"D3": 100}),
        ("ＡＮＮ　ＬＥＥ", "", {"D1": 100}),
        ("Jaeger Moebel GmbH", "", {"D5": 100}), ("JAGER MOBEL GMBH", "", {"D5": 94}), ("", "", {}),
    ],
)  # fmt: skip
def test_how_like_a_name_is(payer: str, text: str, found: dict[str, int]) -> None:
    assert NAMES.likeness(payer, text) == found
