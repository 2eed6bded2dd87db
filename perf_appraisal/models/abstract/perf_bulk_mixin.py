from odoo import api, models
from odoo.tools import SQL

from ...const import SCORE_KEY, WRITE_TOKEN
from .score_field import Score

#: Column types of which a list is sent as one text, which the database reads far faster than one value after another.
_PLAIN_TYPES = frozenset({"int4", "numeric", "float8", "bool", "date", "timestamp"})


def flush_tables(env, *names):
    """Bring what is still in memory of these models to the database, before a query reads their tables.

    :param names: names of models
    """
    for name in names:
        env[name].flush_model()


class PerfBulkMixin(models.AbstractModel):
    """Insert and update many rows in one statement: the only place where rows are written past the ORM.

    Neither guards nor stored computes run. The rows come as a list, or as a query; the query's own tables are flushed
    by the caller, see :func:`flush_tables`.
    """

    _name = "perf.bulk.mixin"
    _description = "Many Rows in One Statement"

    # === HELPERS - BULK === #

    def _bulk_insert(self, names, source, on_conflict=None):
        """Insert rows in one statement, with who and when.

        :param list names: names of stored fields
        :param source: list of tuples in the order of ``names``, or a query of such rows
        :param SQL on_conflict: what to do with rows that are there already, such as ``(a, b) DO NOTHING``
        :return: ids of the rows that were inserted or, on conflict, updated
        """
        if not source:
            return []
        self._refuse_scores(names)
        ids = self._write_rows(
            SQL(
                """
                INSERT INTO %(table)s (%(names)s, create_uid, write_uid, create_date, write_date)
                SELECT %(values)s, %(uid)s::int4, %(uid)s::int4, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM (%(rows)s) AS v(%(names)s)
                %(conflict)s
                RETURNING id
                """,
                table=SQL.identifier(self._table),
                names=SQL(", ").join(map(SQL.identifier, names)),
                values=SQL(", ").join(self._typed_column(name) for name in names),
                uid=self.env.uid,
                rows=source if isinstance(source, SQL) else self._rows_query(names, source),
                conflict=SQL("ON CONFLICT %s", on_conflict) if on_conflict else SQL(),
            ),
        )
        self.invalidate_model()
        return ids

    def _bulk_update(self, names, source, keep=False):
        """Write different plain values to many records in one statement, with who and when.

        Meant for columns that nothing depends on.

        :param list names: names of stored fields
        :param source: list of tuples ``(id, value, …)`` in the order of ``names``, or a query of such rows
        :param bool keep: keep the values of a list in memory, for who reads them again at once
        :return: ids of the rows that were updated
        """
        if not source:
            return []
        self._refuse_scores(names)
        self.flush_model(names)
        ids = self._write_rows(
            SQL(
                """
                UPDATE %(table)s AS t
                   SET %(assign)s, write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                  FROM (%(rows)s) AS v(id, %(names)s)
                 WHERE t.id = v.id
                RETURNING t.id
                """,
                table=SQL.identifier(self._table),
                assign=SQL(", ").join(SQL("%s = %s", SQL.identifier(name), self._typed_column(name)) for name in names),
                uid=self.env.uid,
                rows=source if isinstance(source, SQL) else self._rows_query(["id", *names], source),
                names=SQL(", ").join(map(SQL.identifier, names)),
            ),
        )
        self.browse(ids).invalidate_recordset(names, flush=False)
        if keep:
            self._keep_updated(names, source, frozenset(ids))
        return ids

    def _bulk_link(self, name, source):
        """Link very many records in one statement; what is linked already stays so.

        :param str name: name of a Many2many field
        :param SQL source: query of rows ``id, id of the other record``
        """
        field = self._fields[name]
        self.env.flush_query(source)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) %s ON CONFLICT DO NOTHING",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                source,
            ),
            log_exceptions=False,
        )
        self.invalidate_model([name])

    def _keep_updated(self, names, rows, ids):
        """Keep what was just written, so that nobody asks the database for it.

        :param list names: names of the fields
        :param list rows: tuples ``(id, value, …)`` in the order of ``names``
        :param frozenset ids: of the rows that were updated
        """
        kept = [row for row in rows if row[0] in ids]
        records = self.browse(row[0] for row in kept)
        for place, name in enumerate(names, start=1):
            field = self._fields[name]
            field._insert_cache(records, (field.convert_to_cache(row[place], self, validate=False) for row in kept))

    def _scored(self):
        """Return the records for one bulk call that sets scores: the caller has them from the engine."""
        return self.with_context(**{SCORE_KEY: WRITE_TOKEN})

    @api.model
    def _score_names(self):
        """Return the names of the fields that only callers of the engine set."""
        return frozenset(name for name, field in self._fields.items() if isinstance(field, Score) and field.store)

    def _refuse_scores(self, names):
        """Raise when scores are set past the engine.

        :raise ValueError: naming them
        """
        scores = self._score_names().intersection(names)
        if scores and self.env.context.get(SCORE_KEY) is not WRITE_TOKEN:
            raise ValueError(f"{self._name}: {', '.join(sorted(scores))} come from the engine, see _scored().")

    def _rows_query(self, names, rows):
        """Return rows as a query, for the two helpers above or to be joined with tables.

        :param list names: names of stored fields, whose types the columns take
        :param list rows: tuples in the order of ``names``
        """
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        kinds = [self._fields[name].column_type[0] for name in names]
        lists, selected = [], []
        for place, (kind, column) in enumerate(zip(kinds, columns, strict=True)):
            if place and column and all(value == column[0] for value in column):
                selected.append(SQL("%s::%s", _cell(kind, column[0]), SQL.identifier(kind)))
            else:
                lists.append(SQL("%s::%s[]", _array(kind, column), SQL.identifier(kind)))
                selected.append(SQL.identifier("r", f"c{len(lists)}"))
        return SQL(
            "SELECT %s FROM unnest(%s) AS r(%s)",
            SQL(", ").join(selected),
            SQL(", ").join(lists),
            SQL(", ").join(SQL.identifier(f"c{number + 1}") for number in range(len(lists))),
        )

    # === HELPERS - STATEMENTS === #

    def _typed_column(self, name):
        """Return a column of the rows ``v`` in the type of its field."""
        return SQL("%s::%s", SQL.identifier("v", name), SQL.identifier(self._fields[name].column_type[0]))

    def _write_rows(self, query):
        """Run a statement and return the ids that it gives back.

        A collision with another transaction is no error: the whole call is repeated.
        """
        self.env.flush_query(query)
        self.env.cr.execute(query, log_exceptions=False)
        return [row_id for (row_id,) in self.env.cr.fetchall()]


def _cell(kind, value):
    """Return a value as the database takes it: what is empty in Odoo is NULL."""
    return None if value is False and kind != "bool" else value


def _array(kind, column):
    """Return a column of values as the database takes it fastest."""
    cells = [_cell(kind, value) for value in column]
    if kind not in _PLAIN_TYPES:
        return cells
    return "{%s}" % ",".join("NULL" if cell is None else f'"{cell}"' for cell in cells)
