"""Every record of the program is what the standard library would make of the same class: fields, constructor, comparing, hashing, text, pickles."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import sys
from typing import Any

import pytest

import pyaddin
from pyaddin import records


@records.dataclass(frozen=True, slots=True)
class Line:
    """A record as the program has many."""

    day: str
    amount: int
    note: str = ""
    parts: tuple[int, ...] = ()


class Marked(Line):
    """A class of its own derived from a record."""

    __slots__ = ()


def test_a_record_is_made_field_by_field() -> None:
    line = Line("2026-11-27", 5, parts=(1, 2))
    assert (line.day, line.amount, line.note, line.parts) == ("2026-11-27", 5, "", (1, 2))
    assert repr(line) == "Line(day='2026-11-27', amount=5, note='', parts=(1, 2))"
    assert dataclasses.replace(line, amount=7) == Line("2026-11-27", 7, "", (1, 2))
    assert dataclasses.asdict(line) == {"day": "2026-11-27", "amount": 5, "note": "", "parts": (1, 2)}
    with pytest.raises(TypeError, match=r"Line\.__init__\(\) missing 1 required positional argument: 'amount'"):
        Line("2026-11-27")  # type: ignore[call-arg]


@pytest.mark.parametrize("values", [{}, {"amount": 7}, {"day": "2026-11-28", "parts": (1,)}], ids=str)
@pytest.mark.parametrize("cls", [Line, Marked])
def test_a_changed_record_is_the_one_of_the_standard_library(cls: type[Line], values: dict[str, Any]) -> None:
    line = cls("2026-11-27", 5, "seen", parts=(1, 2))
    found = records.changed(line, **values)
    assert found == dataclasses.replace(line, **values)
    assert type(found) is cls
    assert line == cls("2026-11-27", 5, "seen", parts=(1, 2))
    with pytest.raises(TypeError, match="amounts"):
        records.changed(line, amounts=1, **values)


def test_records_compare_by_class_and_fields() -> None:
    first, same, other, marked = Line("a", 1), Line("a", 1), Line("a", 2), Marked("a", 1)
    assert first == same
    assert first != other
    assert len({first, same, other}) == 2
    assert first != marked
    assert marked != first
    assert marked == Marked("a", 1)
    assert hash(first) == hash(("a", 1, "", ()))


def test_a_class_derived_from_a_record_may_make_itself_in_its_own_way_before_any_record_is_made() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Base:
        day: str
        amount: int = 0

    class Own(Base):
        __slots__ = ()

        def __init__(self, amount: int) -> None:
            super().__init__("2026-11-27", amount)

    assert (Own(5).day, Own(5).amount) == ("2026-11-27", 5)
    assert hash(Own(5)) == hash(Own(5))
    assert Own(5) == Own(5) != Base("2026-11-27", 5) == Base("2026-11-27", amount=5)


def test_a_record_does_not_change() -> None:
    line = Line("a", 1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'amount'"):
        line.amount = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'amount'"):
        del line.amount
    with pytest.raises(AttributeError):
        setattr(line, "unknown", 2)  # noqa: B010 - a type checker knows that there is no such field


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))  # slots need protocol 2 or later
def test_a_record_crosses_to_a_worker(protocol: int) -> None:
    line = Line("a", 1, "n", (3,))
    assert pickle.loads(pickle.dumps(line, protocol)) == line == copy.deepcopy(line)  # noqa: S301 - our own bytes


@records.dataclass(slots=True)
class Tally:
    """A record that is written on."""

    of: str
    seen: list[str] = dataclasses.field(default_factory=list)
    most: int = dataclasses.field(default=0, compare=False, repr=False)


@records.dataclass(frozen=True, slots=True)
class Span:
    """A record that looks at what it was made of."""

    first: int
    last: int
    marks: list[int] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks.append(self.last - self.first)
        if self.last < self.first:
            raise ValueError("ends before it begins")


def test_a_field_with_a_factory_is_made_for_each_record_unless_it_is_given() -> None:
    tally, given = Tally("a"), ["x"]
    assert tally.seen == []
    assert tally.seen is not Tally("a").seen
    assert Tally("a", given).seen is given
    assert dataclasses.replace(tally, seen=given).seen is given
    assert str(inspect.signature(Tally)) == "(of: 'str', seen: 'list[str]' = <factory>, most: 'int' = 0) -> None"


def test_a_field_may_be_left_out_of_comparing_and_of_the_text() -> None:
    assert Tally("a", most=1) == Tally("a", most=2) != Tally("b", most=1)
    assert repr(Tally("a", most=1)) == "Tally(of='a', seen=[])"


def test_a_record_that_is_not_frozen_is_written_on_and_not_hashed() -> None:
    tally = Tally("a")
    tally.of, tally.most = "b", 3
    del tally.seen
    assert (tally.of, tally.most) == ("b", 3)
    with pytest.raises(AttributeError):
        tally.unknown = 2  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="unhashable type: 'Tally'"):
        hash(tally)
    assert pickle.loads(pickle.dumps(Tally("a", ["x"]))) == copy.deepcopy(Tally("a", ["x"])) == Tally("a", ["x"])


def test_what_a_record_looks_at_after_it_is_made_it_looks_at_each_time() -> None:
    assert Span(1, 4).marks == [3]
    assert dataclasses.replace(Span(1, 4), last=5, marks=[]).marks == [4]
    with pytest.raises(ValueError, match="ends before it begins"):
        Span(4, 1)


def test_what_is_no_plain_record_is_the_standard_library_s() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Derived(Line):
        extra: int = 0

    @records.dataclass(frozen=True, slots=True)
    class Counted:
        count: int = dataclasses.field(default=0, init=False)

    @records.dataclass(slots=True)
    class Named:
        name: str

        def __repr__(self) -> str:
            return self.name

    @records.dataclass
    class Open:
        count: int = 0

    assert Derived("a", 1, extra=2) == Derived("a", 1, "", (), 2) != Derived("a", 1)
    with pytest.raises(TypeError):
        Counted(1)  # type: ignore[call-arg]
    assert repr(Named("a")) == "a"
    changed = Open()
    changed.count = 3
    assert changed == Open(3)
    with pytest.raises(ValueError, match="mutable default"):
        records.dataclass(slots=True)(type("Shared", (), {"__annotations__": {"seen": "list"}, "seen": []}))


def test_a_field_without_default_may_not_follow_one_that_has_one() -> None:
    wrong = type("Wrong", (), {"__annotations__": {"first": "int", "second": "int"}, "first": 0})
    with pytest.raises(TypeError):
        records.dataclass(frozen=True, slots=True)(wrong)


def _records() -> list[Any]:
    """Every record of the program that is made here."""
    for module in pkgutil.walk_packages(pyaddin.__path__, "pyaddin."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    modules = [module for name, module in sys.modules.items() if name.startswith("pyaddin.")]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__}
    ours = [of["__dataclass_params__"] for of in (records._OF_FIXED, records._OF_OPEN)]
    made = (cls for cls in found if any(cls.__dict__.get("__dataclass_params__") is params for params in ours))
    return sorted(made, key=lambda cls: (cls.__module__, cls.__qualname__))


def _behind(field: dataclasses.Field[Any]) -> Any:
    """What stood behind a field in the source."""
    shown: Any = {"repr": field.repr, "compare": field.compare}
    if field.default_factory is not dataclasses.MISSING:
        return dataclasses.field(default_factory=field.default_factory, **shown)
    return dataclasses.field(default=field.default, **shown)


def test_every_record_is_what_the_standard_library_makes_of_it() -> None:
    made = _records()
    assert len(made) > 400
    for cls in made:
        fields = dataclasses.fields(cls)
        body = {field.name: _behind(field) for field in fields}
        parts = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
        frozen = cls.__dataclass_params__.frozen
        twin: Any = dataclasses.dataclass(frozen=frozen, slots=True)(type(cls.__name__, (), body | parts))
        assert str(inspect.signature(cls)) == str(inspect.signature(twin)), cls
        assert cls.__match_args__ == twin.__match_args__
        assert cls.__slots__ == twin.__slots__
        shape = [(f.name, f.type, f.default, f.default_factory, f.repr, f.compare, f.init, f.kw_only) for f in fields]
        assert shape == [(f.name, f.type, f.default, f.default_factory, f.repr, f.compare, f.init, f.kw_only) for f in dataclasses.fields(twin)]
        assert repr(cls.__dataclass_params__) == repr(twin.__dataclass_params__)
        if not hasattr(cls, "__post_init__"):  # such a one would not take these values
            _same_in_all_they_do(cls, twin, [f"{field.name} {number}" for number, field in enumerate(fields)])


def _same_in_all_they_do(cls: Any, twin: Any, values: list[str]) -> None:
    ours, again, theirs = cls(*values), cls(*values), twin(*values)
    assert repr(ours) == repr(theirs)
    assert ours == again
    assert ours != theirs
    for place, field in enumerate(dataclasses.fields(cls)):
        other = [*values[:place], "other", *values[place + 1 :]]
        assert (cls(*other) == ours) is (not field.compare)
    if cls.__dataclass_params__.frozen:
        assert hash(ours) == hash(theirs)
        assert ours.__getstate__() == theirs.__getstate__() == values
    else:
        assert cls.__hash__ is twin.__hash__ is None
    needed = [field for field in dataclasses.fields(cls) if field.default is field.default_factory is dataclasses.MISSING]
    assert repr(cls(*values[: len(needed)])) == repr(twin(*values[: len(needed)]))


@records.often
@records.dataclass(frozen=True, slots=True)
class Step:
    """A record that is made by the thousand."""

    day: str
    amount: int
    note: str = ""


class Marking(Step):
    """A class of its own derived from it."""

    __slots__ = ()


def test_a_record_that_is_made_often_is_the_same_record() -> None:
    step = Step("2026-11-27", 5)
    assert type(step) is Step
    assert step == Step("2026-11-27", amount=5, note="")
    assert repr(step) == "Step(day='2026-11-27', amount=5, note='')"
    assert dataclasses.replace(step, amount=7) == Step("2026-11-27", 7)
    assert copy.copy(step) == step == pickle.loads(pickle.dumps(step))
    assert hash(step) == hash(("2026-11-27", 5, ""))
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'amount'"):
        step.amount = 2  # type: ignore[misc]
    with pytest.raises(TypeError, match=r"Step\.__init__\(\) missing 1 required positional argument: 'amount'"):
        Step("2026-11-27")  # type: ignore[call-arg]


def test_a_class_derived_from_a_record_that_is_made_often_stays_what_it_is() -> None:
    marking = Marking("a", 1)
    assert type(marking) is Marking
    assert (marking.day, marking.amount, marking.note) == ("a", 1, "")
    assert marking != Step("a", 1)


def test_a_record_that_does_more_than_set_its_fields_cannot_be_made_often() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Listed:
        names: list[str] = dataclasses.field(default_factory=list)

    with pytest.raises(TypeError, match="Listed does more than set its fields"):
        records.often(Listed)
