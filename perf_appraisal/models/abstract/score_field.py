from odoo import fields

from ...const import SCORE_DIGITS


class Known(fields.Float):
    """A number that is not known at first.

    What is not known is NULL, not 0: means pass it over, lists and files leave its place empty. Python reads 0.
    """

    def convert_to_column(self, value, record, values=None, validate=True):
        """Keep what is not known as NULL."""
        return None if value is None or value is False else super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        """Keep what is not known apart from 0."""
        return None if value is None or value is False else super().convert_to_cache(value, record, validate)

    def convert_to_read(self, value, record, use_display_name=True):
        """Return nothing for what is not known."""
        return False if self._is_empty(record) else value

    def convert_to_export(self, value, record):
        """Leave the cell of what is not known empty."""
        return "" if self._is_empty(record) else super().convert_to_export(value, record)

    def _is_empty(self, record):
        """Return whether the number of a record that was just read is not known."""
        return self._get_cache(record.env).get(record.id, 0.0) is None


class Score(Known):
    """Points that the engine gives: only its callers set them. A score that nobody gave is not known.

    The mark is read in three places: the guard refuses the column to every ``create`` and ``write`` without the write
    token (a model's phases may open it to a person who scores), the bulk helpers to whoever does not say
    :meth:`PerfBulkMixin._scored`, and law 8 finds both in the source.
    """

    def __init__(self, *args, **kwargs):
        if "_base_fields__" not in kwargs:
            kwargs.setdefault("digits", SCORE_DIGITS)
        super().__init__(*args, **kwargs)
