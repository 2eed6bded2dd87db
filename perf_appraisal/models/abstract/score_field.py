from odoo import fields

from ...const import SCORE_DIGITS


class Score(fields.Float):
    """Points that the engine gives: only its callers set them.

    The mark is read in three places: the guard refuses the column to every ``create`` and ``write`` without the write
    token (a model's phases may open it to a person who scores), the bulk helpers to whoever does not say
    :meth:`PerfBulkMixin._scored`, and law 8 finds both in the source.

    A score that nobody gave is NULL, not 0: means pass it over, lists and files leave its place empty. Python reads 0.
    """

    def __init__(self, *args, **kwargs):
        if "_base_fields__" not in kwargs:
            kwargs.setdefault("digits", SCORE_DIGITS)
        super().__init__(*args, **kwargs)

    def convert_to_column(self, value, record, values=None, validate=True):
        """Keep what nobody gave as NULL."""
        return None if value is None or value is False else super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        """Keep what nobody gave apart from 0."""
        return None if value is None or value is False else super().convert_to_cache(value, record, validate)

    def convert_to_read(self, value, record, use_display_name=True):
        """Return nothing for what nobody gave."""
        return False if self._is_empty(record) else value

    def convert_to_export(self, value, record):
        """Leave the cell of what nobody gave empty."""
        return "" if self._is_empty(record) else super().convert_to_export(value, record)

    def _is_empty(self, record):
        """Return whether nobody gave the score of a record that was just read."""
        return self._get_cache(record.env).get(record.id, 0.0) is None
