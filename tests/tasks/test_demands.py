"""What the law demands of a message is asked once for all messages of one kind, and is what asking for each of them says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pyaddin.correspondence.message import Letter
from pyaddin.tasks import drafting
from pyaddin.tasks.acts import Desk
from pyaddin.tasks.opening import Opened
from tests.rules.build_cases import debtor, file, look, reminded, rows


def test_what_is_demanded_of_a_message_hangs_on_its_place_channel_kind_and_whether_it_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packs are asked with these facts and no others; here they answer with what they were asked."""
    monkeypatch.setattr(drafting, "required_content", lambda *asked: asked)
    keeper = SimpleNamespace(debt_class="consumer", jurisdiction="GB", role="agency", packs_for=lambda *asked: asked)
    opened = cast("Opened", SimpleNamespace(policy=SimpleNamespace(keeper=keeper), as_of=date(2026, 11, 27)))
    desk = cast("Desk", SimpleNamespace(outbox=None, opened=opened))
    making = drafting.Drafting(desk, (), {}, {})
    different: set[Any] = set()
    for country, region, kind, channel, message, first in product(
        ("US", "CN", ""), ("", "NY", "CA"), ("consumer", "business"), ("email", "letter"), ("reminder", "thanks"), (True, False)
    ):
        who = debtor(country=country, region=region, kind=kind)
        decision = look(file(*rows("10-01"), owner=who, contacts=() if first else (reminded(1, "10-05"),)), "10-20")
        decision = replace(decision, log=decision.file.contacts)
        letter = cast("Letter", SimpleNamespace(kind=message, channel=channel))
        asked = drafting.demands_on(opened, decision, letter)
        assert making._demands_on(decision, letter) == asked
        different.add(asked)
    assert len(different) == 3 * 3 * 2 * 2 * 2 + 1  # and nothing for thanks
