"""The check of the Chinese finds what reads oddly."""

import doctest

import translations


def test_half_width_marks_and_words_no_longer_used_are_found() -> None:
    failed, attempted = doctest.testmod(translations)
    assert attempted
    assert not failed
    assert translations.odd_words("超过60列。请核对（共%s项），截止日期不变。") == []
    assert translations.odd_words('<i title="a,b"/> 我的工作日志') == []
    assert len(translations.odd_words("截止日前打分")) == 2
