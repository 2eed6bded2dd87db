"""Texts that a spreadsheet would run, and how they are kept from it.

>>> [guarded(text) for text in ('=1+1', '\\t=1', '＝1', '-2分/次', '-2', '+86', 'a=b')]
["'=1+1", "'\\t=1", "'＝1", "'-2分/次", '-2', "'+86", 'a=b']
>>> [unguarded(guarded(text)) for text in ('=1+1', '＝1', '-2', "'tis")]
['=1+1', '＝1', '-2', "'tis"]
"""

import re

#: With one of these a spreadsheet begins a formula; full-width ones, tabs and line breaks it takes for plain ones.
_STARTS = "=+\\-@\t\r\n＝＋－＠"
_FORMULA = re.compile(f"(?!-[0-9]+(?:\\.[0-9]+)?\\Z)[{_STARTS}]")
_GUARDED = re.compile(f"'(?=[{_STARTS}])")


def guarded(text: str) -> str:
    """Return a text for a CSV file: with an apostrophe before what would be run; negative numbers are plain."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return a text of a CSV file as it was before it was guarded, here, by Odoo or by a spreadsheet."""
    return text[1:] if _GUARDED.match(text) else text
