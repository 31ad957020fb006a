"""``dataclass`` for the program's own records: what the standard library makes, made in a tenth of the time at every start.

A door loads some 240 frozen records, and the standard library compiles six methods for each of them one by one; that was a third of a start. Here a
constructor is compiled for each number of fields; comparing and hashing are compiled when a record is first compared, the fields are listed when somebody
asks for them, and what is the same for all is written once. Whatever is not a plain frozen record with slots (a field with a factory, a base with fields,
a method of its own) is left to the standard library, which is also the reference: a test makes every record of the program both ways.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **asked: bool) -> Any:
        """``dataclasses.dataclass``, quicker for a plain record with ``frozen=True, slots=True``."""
        if cls is None and asked == _PLAIN:
            return _record
        return dataclasses.dataclass(cls, **asked)


_PLAIN = {"frozen": True, "slots": True}
_OWN = frozenset(("__init__", "__post_init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__", "__slots__"))
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_set = object.__setattr__
_set_class = object.__dict__["__class__"].__set__
_T = TypeVar("_T")


def _record(cls: type) -> type:
    """The class as a frozen record with slots."""
    fields: dict[str, Any] | None = cls.__dict__.get("__annotations__")
    if fields is None or not _is_plain(cls, fields):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    names = tuple(fields)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    body = {name: value for name, value in cls.__dict__.items() if name not in fields and name not in ("__dict__", "__weakref__")}
    body |= {
        "__slots__": names, "__match_args__": names, "__init__": _constructor(cls, fields, defaults), "__doc__": cls.__doc__ or cls.__name__,
        "__dataclass_fields__": _Fields(fields, defaults), "__dataclass_params__": _PARAMS, **_SHARED,
    }  # fmt: skip
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


class _Fields:
    """What the standard library knows of a record's fields, made by itself when it first asks for them: few records are ever replaced or listed."""

    def __init__(self, fields: dict[str, Any], defaults: dict[str, Any]) -> None:
        self._of = fields, defaults

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner

    def __get__(self, record: object, cls: type | None = None) -> Any:
        fields, defaults = self._of
        twin = type(self._owner.__name__, (), {"__annotations__": fields, "__module__": self._owner.__module__, "__doc__": "", **defaults})
        found = dataclasses.dataclass(init=False, repr=False, eq=False)(twin).__dict__["__dataclass_fields__"]
        setattr(self._owner, "__dataclass_fields__", found)  # noqa: B010 - a type checker does not know it
        return found


def _is_plain(cls: type, fields: dict[str, Any]) -> bool:
    """Whether all there is to the record are names with types and fixed defaults."""
    if any(hasattr(base, "__dataclass_fields__") or base.__dict__.get("__slots__") for base in cls.__mro__[1:]) or not _OWN.isdisjoint(cls.__dict__):
        return False
    known = (cls.__dict__.get(name) for name in fields)
    whole = all(isinstance(kind, str) and not any(word in kind for word in _NO_FIELDS) for kind in fields.values())
    return whole and not any(isinstance(default, dataclasses.Field) or default.__class__.__hash__ is None for default in known)


def _compiled(name: str, source: str, cls: type, names: dict[str, Any]) -> FunctionType:
    exec(source, names)  # noqa: S102 - field names of our own classes, which Python has parsed
    method: FunctionType = names[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    return method


def _constructor(cls: type, fields: dict[str, Any], defaults: dict[str, Any]) -> FunctionType:
    """Takes the fields in their order and sets them. Raises ``TypeError`` for a field without default behind one that has one."""
    with_default = tuple(defaults.values())
    if tuple(fields)[len(fields) - len(with_default) :] != tuple(defaults):
        raise TypeError(f"{cls.__qualname__}: a field without default follows one with default")
    pattern = _constructor_of(len(fields))
    code = pattern.__code__
    named = code.replace(co_varnames=("self", *fields), co_consts=tuple(map(dict(zip(_numbered(len(fields)), fields, strict=True)).get, code.co_consts)))
    made = FunctionType(named, pattern.__globals__, "__init__", with_default or None)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    made.__annotations__ = {**fields, "return": None}
    return made


@cache
def _constructor_of(count: int) -> FunctionType:
    """Compiled once for all records of so many fields; each of them gets a copy with its own names."""
    names = _numbered(count)
    set_each = "".join(f"\n set_field(self, '{name}', {name})" for name in names) or "\n pass"
    return _compiled("__init__", f"def __init__({', '.join(('self', *names))}):{set_each}", object, {"set_field": _set})


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(f"field_{number}" for number in range(count))


def _maker(record: object) -> type:
    """The class of this record that was made here: its own, or the one that its own was derived from."""
    return next(cls for cls in type(record).__mro__ if "__dataclass_fields__" in cls.__dict__)


def _complete(cls: type) -> None:
    """Compile what compares and hashes the records of a class, field by field; from now on the class uses that."""
    mine, other = ("".join(f"{whose}.{name}, " for name in cls.__dict__["__match_args__"]) for whose in ("self", "other"))
    equal = f"def __eq__(self, other):\n if other.__class__ is self.__class__:\n  return ({mine}) == ({other})\n return NotImplemented"
    setattr(cls, "__eq__", _compiled("__eq__", equal, cls, {}))  # noqa: B010 - a type checker takes an assignment for a mistake
    setattr(cls, "__hash__", _compiled("__hash__", f"def __hash__(self):\n return hash(({mine}))", cls, {}))  # noqa: B010


def _first_equal(self: object, other: object) -> Any:
    cls = _maker(self)
    _complete(cls)
    return cls.__eq__(self, other)  # type: ignore[call-arg]  # found anew: not this stand-in


def _first_hash(self: object) -> int:
    cls = _maker(self)
    _complete(cls)
    return cls.__hash__(self)  # type: ignore[call-arg]


def _shown(self: object) -> str:
    return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in _names(self)])})"


def _fixed(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _kept(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, name) for name in _names(self)]


def _restored(self: object, state: list[object]) -> None:
    for name, value in zip(_names(self), state, strict=True):
        _set(self, name, value)


def _names(record: object) -> tuple[str, ...]:
    """The fields in their order."""
    names: tuple[str, ...] = record.__match_args__  # type: ignore[attr-defined]
    return names


_SHARED: dict[str, Any] = {
    "__eq__": _first_equal, "__hash__": _first_hash, "__repr__": _shown, "__setattr__": _fixed, "__delattr__": _kept, "__getstate__": _state,
    "__setstate__": _restored,
}  # fmt: skip
_PARAMS = dataclasses.dataclass(frozen=True, slots=True)(type("_Sample", (), {"__doc__": ""})).__dict__["__dataclass_params__"]


def _does_more(cls: type) -> bool:
    """Whether a record of the standard library does more than set its fields."""
    fields = dataclasses.fields(cls)
    return "__post_init__" in cls.__dict__ or any(field.default_factory is not dataclasses.MISSING or field.kw_only or not field.init for field in fields)


def often(cls: type[_T]) -> type[_T]:
    """A frozen record that a run makes by the thousand: its fields are set while it is an instance of a twin that may be changed, and then it becomes what it
    is. Setting a field past the lock of a frozen record takes some ten times as long as setting it.

    Stands above ``dataclass``. A class derived from such a record makes its instances as before. Raises ``TypeError`` for a record that does more than set
    its fields.
    """
    if cls.__dict__.get("__setattr__") is not _fixed and _does_more(cls):
        raise TypeError(f"{cls.__qualname__} does more than set its fields")
    names: tuple[str, ...] = cls.__dict__["__match_args__"]
    slowly = cls.__init__
    twin = type(cls.__name__, (object,), {"__slots__": names, "__doc__": cls.__doc__})
    set_each = "".join(f"\n  self.{name} = {name}" for name in names)
    source = (
        f"def __init__(self, {', '.join(names)}):"
        f"\n if self.__class__ is frozen:\n  set_class(self, twin){set_each}\n  self.__class__ = frozen"
        f"\n else:\n  slowly(self, {', '.join(names)})"
    )
    made = _compiled("__init__", source, cls, {"frozen": cls, "twin": twin, "set_class": _set_class, "slowly": slowly})
    made.__defaults__ = slowly.__defaults__
    made.__annotations__ = slowly.__annotations__
    setattr(cls, "__init__", made)  # noqa: B010 - a type checker takes an assignment for a mistake
    return cls
