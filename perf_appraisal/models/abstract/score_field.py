from odoo import fields

from ...const import SCORE_DIGITS


class Score(fields.Float):
    """Points that the engine gives: only its callers set them.

    The mark is read in three places: the guard refuses the column to every ``create`` and ``write`` without the write
    token (a model's phases may open it to a person who scores), the bulk helpers to whoever does not say
    :meth:`PerfBulkMixin._scored`, and law 8 finds both in the source.
    """

    def __init__(self, *args, **kwargs):
        if "_base_fields__" not in kwargs:
            kwargs.setdefault("digits", SCORE_DIGITS)
        super().__init__(*args, **kwargs)
