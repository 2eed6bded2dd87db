"""The handbook's page on how the importer reads shows every notation as it is read today."""

import importer_page
from tools import notation


def test_the_page_is_made_of_the_notations() -> None:
    text = importer_page.PAGE.read_text(encoding="utf-8")
    assert importer_page.page(text, notation) == text, "run scripts/importer_page.py"
    assert all(one.example in text for one in notation.NOTATIONS)
    table = importer_page.table(notation)
    assert table.count("\n") == len(notation.NOTATIONS) + 1
    assert all(title in table for title in importer_page.TITLES.values())


def test_every_notation_has_its_words() -> None:
    assert list(importer_page.TITLES) == [one.title for one in notation.NOTATIONS]
    for one in notation.NOTATIONS:
        parsed = notation.parse(one.example, one.full, one.kind, condition=one.condition)
        assert not any(letter.isascii() and letter.isalpha() for letter in importer_page.reading(parsed, notation.show))
