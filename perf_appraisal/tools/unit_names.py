"""Names of units as tables write them: several in one cell, shortened, with or without their county.

>>> units = Names({'石城县财政局': (1,), '县纪委监委': (2,), '县人力资源和社会保障局': (3,)})
>>> [(name.text, name.ids, name.near) for name in units.of('县财政局、人社局')]
[('县财政局', (1,), ()), ('人社局', (), (3,))]
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from .notation_base import normalise

_SEPARATORS = re.compile(r"[、,，;；/／|\n\r]+|\s{2,}|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_JOINED = re.compile("以及|和|及|与")
_ASIDE = re.compile(r"\([^()]*\)")
_ORGAN = (
    "局|办公室|办|委员会|委|部|院|会|中心|大队|支队|所|站|馆|室|处|科|行|厅|校|公司|镇|乡|街道|场|联|工会|法院|检察院"
)
_PLACE = re.compile(
    r"^(?:[^\W0-9局委办部院镇乡]{1,6}?)??(?:自治[县州]|[县州旗]|(?<![城超])市(?!场)|(?<![园发社景林库灾新矿校城])区)(?=[^\W0-9]{2,}$)"
    rf"(?=.*(?:{_ORGAN})$)"
)
_PARENT = re.compile(r"^(?:委|政府|人民政府)(?!办|政府)(?=[^\W0-9]{2,}$)")
_SHORT = (("办公室", "办"), ("委员会", "委"), ("人民政府", ""))

#: Two names are near from this likeness on.
_NEAR = 0.7

#: How many units are proposed for a name; one that more of them bear tells nothing.
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a cell.

    :param text: as it is written
    :param ids: whose it is; none where that is not sure
    :param near: whose it may be
    """

    text: str
    ids: tuple[int, ...] = ()
    near: tuple[int, ...] = ()


class Names:
    """The names of all units, and what tables' names turned out to mean before."""

    def __init__(
        self, names: Mapping[str, tuple[int, ...]], remembered: Mapping[str, tuple[int, ...]] | None = None
    ) -> None:
        """Prepare the names.

        :param names: ids of the units that bear a name
        :param remembered: ids by the names of tables, as a person chose them
        """
        self._exact: dict[str, tuple[int, ...]] = {}
        self._cores: dict[str, tuple[int, ...]] = {}
        for name, ids in names.items():
            for known, key in ((self._exact, plain_name(name)), (self._cores, core(name))):
                known[key] = tuple(dict.fromkeys((*known.get(key, ()), *ids)))
        self._remembered = {plain_name(name): ids for name, ids in (remembered or {}).items()}

    def of(self, text: object) -> list[Name]:
        """Return the names in a cell, each with the unit that it means.

        A name that holds 和 or 及 is parted there only where it is none itself and all its parts are.

        >>> units = Names({'发展和改革局': (1,), '教育局': (2,), '水利局': (3,)}, {'发改委': (1,)})
        >>> [name.ids for name in units.of('教育局和水利局')], [name.ids for name in units.of('发展和改革局')]
        ([(2,), (3,)], [(1,)])
        >>> [name.ids for name in units.of('县教育局 县水利局（牵头）')], units.of('发改委')[0].ids, units.of('')
        ([(2,), (3,)], (1,), [])
        """
        whole = self._certain(plain_name(text))
        if len(whole) == 1:
            return [Name(str(text).strip(), whole)]
        names = []
        for piece in filter(None, (piece.strip() for piece in _SEPARATORS.split(str(text or "")))):
            found = self.find(piece)
            parts = [self.find(part) for part in _JOINED.split(piece) if part.strip()]
            names += parts if not found.ids and len(parts) > 1 and all(part.ids for part in parts) else [found]
        return names

    def find(self, text: str) -> Name:
        """Return a name with the unit that it means, or those that it may mean.

        >>> units = Names({'县档案局': (1,), '县档案馆': (2,), '城关镇': (3,), '城东镇': (4,)})
        >>> units.find('档案局').ids, units.find('县档案 局（牵头）').ids, units.find('城关镇人民政府').ids
        ((1,), (1,), (3,))
        >>> units.find('档案').near, units.find('绩效办'), Names({'甲局': (1, 2)}).find('甲局').near
        ((1, 2), Name(text='绩效办', ids=(), near=()), (1, 2))
        """
        text = text.strip()
        plain = plain_name(text)
        if not plain:
            return Name(text)
        if plain in self._remembered:
            return Name(text, self._remembered[plain])
        found = self._certain(plain) or self._cores.get(core(text)) or ()
        if found:
            return Name(text, found) if len(found) == 1 else Name(text, (), found)
        return Name(text, (), self._near({plain, core(text)}))

    def _certain(self, plain: str) -> tuple[int, ...]:
        """Return whose a name in plain signs is, as a person said or as it is written in full."""
        return self._remembered.get(plain) or self._exact.get(plain) or ()

    def _near(self, texts: Iterable[str]) -> tuple[int, ...]:
        """Return the units whose name is like one of the texts: the likest ones, at most three."""
        few = [(name, ids) for name, ids in self._cores.items() if len(ids) <= _MOST_NEAR]
        likely = [(_likeness(text, name), ids) for text in texts for name, ids in few]
        best = max((likeness for likeness, _ids in likely), default=0)
        if best < _NEAR:
            return ()
        return tuple(dict.fromkeys(one for likeness, ids in likely if likeness == best for one in ids))[:_MOST_NEAR]


def memory_key(text: object) -> str:
    """Return by what a text is found again, whatever its signs and spaces.

    >>> memory_key(' 县纪委、 财政局 ') == memory_key('县纪委､财政局'), memory_key('a') == memory_key('b')
    (True, False)
    """
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def plain_name(name: object) -> str:
    """Return a name in plain signs, without what stands in brackets.

    >>> plain_name(' 县农粮局（重点考核部门）'), plain_name('(市)供电公司')
    ('县农粮局', '供电公司')
    """
    return _ASIDE.sub("", normalise(name)).lower()


def core(name: object) -> str:
    """Return what tells units of one county apart.

    >>> core('石城县财政局'), core('县委组织部'), core('县委办公室'), core('县政府办'), core('城关镇人民政府')
    ('财政局', '组织部', '委办', '政府办', '城关镇')
    >>> core('社区服务中心'), core('区')
    ('社区服务中心', '区')
    """
    plain = plain_name(name)
    for long, short in _SHORT:
        if plain.endswith(long) and len(plain) > len(long):
            plain = plain.removesuffix(long) + short
    return _PARENT.sub("", _PLACE.sub("", plain))


def _likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1; a shortened name is like the long one.

    >>> _likeness('人社局', '人力资源和社会保障局'), _likeness('财政局', '民政局') < 0.7
    (0.9, True)
    """
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and short[0] == long[0] and short[-1] == long[-1] and _is_within(short, long):
        return 0.9
    if len(short) >= 2 and short in long:
        return 0.8
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if len(short) > 3 else 0.0


def _is_within(short: str, long: str) -> bool:
    """Tell whether all letters of a name stand in another one, in their order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
