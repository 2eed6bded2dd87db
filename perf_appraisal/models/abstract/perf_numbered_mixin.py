from odoo import api, fields, models
from odoo.tools import SQL


class PerfNumberedMixin(models.AbstractModel):
    """Documents that are named by their number alone: it says nothing of whom they concern.

    The numbers come from the sequence whose code is the name of the model. The model lists this mixin after those that
    guard its columns: nobody gives a number by hand.
    """

    _name = "perf.numbered.mixin"
    _description = "Named by a Number"

    name = fields.Char(string="File Number", required=True, readonly=True, copy=False, default="/", index=True)

    # === COMPUTE METHODS === #

    @api.depends("name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.name

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Number the new records."""
        numbers = self._take_numbers(len(vals_list))
        return super().create([{**vals, "name": number} for vals, number in zip(vals_list, numbers, strict=True)])

    # === HELPERS === #

    @api.model
    def _take_numbers(self, count):
        """Return so many numbers, without gaps, in a constant number of statements.

        Two who want one at the same moment wait for each other; whoever comes second has his request run again.

        :param int count: how many
        """
        sequence = self._sequence()
        if not sequence or not count:
            return ["/"] * count
        counter = self._counter(sequence)
        counter.flush_recordset(["number_next"])
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET number_next = number_next + %s WHERE id = %s RETURNING number_next",
                SQL.identifier(counter._table),
                count * sequence.number_increment,
                counter.id,
            ),
            log_exceptions=False,  # a collision is no error: the whole call is repeated
        )
        following = self.env.cr.fetchone()[0]
        counter.invalidate_recordset(["number_next"])
        return [sequence.get_next_char(following - left * sequence.number_increment) for left in range(count, 0, -1)]

    @api.model
    def _sequence(self):
        """Return the sequence of the model: the company's own, if it has one."""
        return (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", self._name), ("company_id", "in", [self.env.company.id, False])],
                order="company_id",
                limit=1,
            )
        )

    @api.model
    def _counter(self, sequence):
        """Return what counts the numbers of a sequence: itself, or its range of today.

        :param sequence: ``ir.sequence`` record
        """
        if not sequence.use_date_range:
            return sequence
        today = self.env.company._perf_today()
        ranges = sequence.date_range_ids.filtered(lambda found: found.date_from <= today <= found.date_to)
        return ranges[:1] or sequence._create_date_range_seq(today)
