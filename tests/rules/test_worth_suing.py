"""Worth suing: the sum by hand, its edges, and that it only speaks when the figures are there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyaddin.rules.case import Advice
from pyaddin.rules.worth_suing import lacking, worth

CENT = Decimal("0.01")


def figures(costs: str | None, chance: str | None, months: int | None = 9) -> Advice:
    return Advice(expected_costs=Decimal(costs) if costs else None, chance=Decimal(chance) if chance else None, expected_months=months)


@pytest.mark.parametrize(
    ("outstanding", "costs", "chance", "net", "per_unit", "break_even", "rule"),
    [
        ("1000", "200", "0.6", "400.00", "0.33", "0.2", "pays"),
        ("1000", "600", "0.6", "0.00", "1.00", "0.6", "even"),
        ("1000", "700", "0.6", "-100.00", "1.17", "0.7", "loses"),
        ("1000", "200", "0.000", "-200.00", None, "0.2", "loses"),
        ("0", "200", "0.6", "-200.00", None, None, "loses"),
        ("33.35", "0.01", "0.5", "16.67", "0.00", "0.0002998500749625187406296851574", "pays"),
    ],
)  # fmt: skip
def test_the_sum(outstanding: str, costs: str, chance: str, net: str, per_unit: str | None, break_even: str | None, rule: str) -> None:
    found = worth(Decimal(outstanding), figures(costs, chance), CENT)
    assert found is not None
    assert (found.net, found.rule) == (Decimal(net), rule)
    assert found.per_unit == (None if per_unit is None else Decimal(per_unit))
    assert found.break_even == (None if break_even is None else Decimal(break_even))


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("months", [9, None])
def test_the_sentence_holds_every_figure_and_leaves_the_decision_to_a_person(language: str, months: int | None) -> None:
    found = worth(Decimal(1000), figures("200", "0.6", months), CENT)
    assert found is not None
    said = found.says(language, "GBP")
    assert [text for text in ("400.00", "1000", "200", "60.0", "20.0", "0.33", "GBP") if text not in said] == []
    assert ("A person decides" if language == "en" else "由人" if language == "zh-CN" else "由人") in said


def test_without_costs_or_chance_nothing_is_said() -> None:
    assert worth(Decimal(1000), None, CENT) is None
    assert worth(Decimal(1000), figures(None, "0.6"), CENT) is None
    assert worth(Decimal(1000), figures("200", None), CENT) is None
    assert lacking(None) == ("Expected costs", "Chance")
    assert lacking(figures("200", None)) == ("Chance",)
