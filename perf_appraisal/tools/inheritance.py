"""Tables that several classes of one inheritance declare under one name, read as one."""

from collections.abc import Mapping
from typing import Any

#: Name under which a class keeps what was read of it.
_KEPT = "_inherited_tables"


def combined(earlier: Any, later: Any) -> Any:
    """Return two declarations as one: sets, tables and tuples add up, named tuples field by field; else the later.

    :param earlier: what was declared first
    :param later: what is declared on top of it; an empty value leaves the earlier one as it is

    >>> combined({"a": frozenset({1})}, {"a": frozenset({2}), "b": frozenset()})
    {'a': frozenset({1, 2}), 'b': frozenset()}
    >>> combined("old", "new"), combined("old", ""), combined((1, 2), (3,))
    ('new', 'old', (1, 2, 3))
    """
    if not later or not earlier:
        return later or earlier
    if isinstance(earlier, Mapping):
        both = {name: combined(value, later[name]) for name, value in earlier.items() if name in later}
        return {**earlier, **later, **both}
    if isinstance(earlier, (set, frozenset)):
        return earlier | later
    if isinstance(earlier, tuple) and hasattr(earlier, "_fields"):
        return type(earlier)(*map(combined, earlier, later))
    if isinstance(earlier, tuple):
        return earlier + later
    return later


def declared(owner: type, name: str) -> Any:
    """Return what a class and all that it inherits from declare under a name, the earliest first.

    It is put together once for a class, and again when its ancestors have changed.

    :param owner: the class
    :param name: name of the attribute that each may declare
    :raise AttributeError: when nobody declares it

    >>> class Plain:
    ...     table = frozenset({"state"})
    >>> class Extension(Plain):
    ...     table = frozenset({"reason"})
    >>> sorted(declared(Extension, "table")), sorted(declared(Plain, "table"))
    (['reason', 'state'], ['state'])
    """
    ancestors, tables = owner.__dict__.get(_KEPT, (None, {}))
    if ancestors is not owner.__mro__:
        tables = {}
        setattr(owner, _KEPT, (owner.__mro__, tables))
    if name not in tables:
        said = [ancestor.__dict__[name] for ancestor in reversed(owner.__mro__) if name in ancestor.__dict__]
        if not said:
            raise AttributeError(f"{owner.__name__} declares no {name}")
        table = said[0]
        for later in said[1:]:
            table = combined(table, later)
        tables[name] = table
    return tables[name]
