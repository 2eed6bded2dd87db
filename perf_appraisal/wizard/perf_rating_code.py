from collections import Counter
from urllib.parse import urlsplit

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

#: Slips that are printed in one go: 25 pages.
MOST_SLIPS = 1100

#: Names by which a machine calls itself: no phone finds it by them.
NEAR = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})


class PerfRatingCode(models.TransientModel):
    """How many codes of a group to make, and of staff for which units.

    The codes themselves never stand here: they are made while the answer to one request is written, and are nowhere
    but in the file that it holds.
    """

    _name = "perf.rating.code"
    _description = "Making Codes"

    group_id = fields.Many2one(comodel_name="perf.rating.group", required=True, readonly=True, ondelete="cascade")
    rates = fields.Selection(related="group_id.rates")
    line_ids = fields.One2many(
        comodel_name="perf.rating.code.line",
        inverse_name="code_id",
        string="Units",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    count = fields.Integer(string="Codes", compute="_compute_count")
    address = fields.Char(
        string="They Lead to",
        compute="_compute_address",
        help="The page that a phone opens: the system's address (web.base.url), which the administrator sets.",
    )
    is_near = fields.Boolean(compute="_compute_address", help="Only the server itself finds this address.")

    # === COMPUTE METHODS === #

    @api.depends("group_id")
    def _compute_line_ids(self):
        for wizard in self:
            proposed = wizard._proposed()
            wizard.line_ids = [Command.clear()] + [
                Command.create({"unit_id": unit.id, "number": number}) for unit, number in proposed.items()
            ]

    @api.depends("line_ids.number")
    def _compute_count(self):
        for wizard in self:
            wizard.count = sum(wizard.line_ids.mapped("number"))

    @api.depends("group_id")
    def _compute_address(self):
        for wizard in self:
            wizard.address = wizard.group_id._ballot_address()
            wizard.is_near = urlsplit(wizard.address).hostname in NEAR

    # === ACTION METHODS === #

    def action_make_slips(self):
        """Make the codes, and download them as slips to cut and hand out.

        :return: an action that asks for the file
        :raise UserError: when they are too many for one file
        """
        return self._download("slips")

    def action_make_table(self):
        """Make the codes, and download them as a table for text messages.

        :return: an action that asks for the file
        """
        return self._download("table")

    # === BUSINESS METHODS === #

    def _make(self, form):
        """Make the codes, and return the file that alone holds them.

        Note: self.ensure_one()

        :param str form: ``slips`` or ``table``
        :return: ``(name of the file, content)``
        :raise UserError: when nothing is asked for, or too much for one file
        """
        self.ensure_one()
        self.check_access("read")
        self._check_numbers(form)
        numbers = Counter()
        for line in self.line_ids:
            numbers[line.unit_id.id if self.rates == "own" else 0] += line.number
        made = self.env["perf.rating.ballot"]._make_codes(self.group_id, numbers)
        maker = self.env["perf.rating.slips"]
        return maker._pdf(self.group_id, made) if form == "slips" else maker._xlsx(self.group_id, made)

    # === HELPERS === #

    def _proposed(self):
        """Return how many codes are proposed, by the unit of those who rate where they rate only their own."""
        group = self.group_id
        nowhere = self.env["hr.department"]
        if group.rates != "own":
            return {nowhere: group.expected}
        units = self._units()
        counted = (
            self.env["hr.employee"]
            .sudo()
            ._read_group([("department_id.perf_unit_id", "in", units.ids)], ["department_id"], ["__count"])
        )
        numbers = dict.fromkeys(units.sorted("complete_name"), 0)
        for department, number in counted:
            numbers[department.perf_unit_id] += number
        return numbers

    def _units(self):
        """Return the units that the group rates."""
        return self.group_id._rated().sudo().unit_id

    def _download(self, form):
        """Return the action that asks for the file by one POST: no address of it is left behind.

        :param str form: ``slips`` or ``table``
        """
        self.ensure_one()
        self._check_numbers(form)
        return {
            "type": "ir.actions.client",
            "tag": "perf_rating_codes",
            "params": {"wizard_id": self.id, "form": form},
        }

    def _check_numbers(self, form):
        """Raise when no codes are asked for, or more slips than one file should hold.

        :raise UserError: naming the way out
        """
        if self.group_id.rating_id.state != "open":
            raise UserError(self.env._("Open the rating first: what stands on the slips may change until then."))
        if not self.count:
            raise UserError(self.env._("Say how many codes you need."))
        if self.group_id.rates == "own" and any(line.unit_id not in self._units() for line in self.line_ids):
            raise UserError(self.env._("Of staff who rate their own unit, each unit that is rated has its own codes."))
        if form == "slips" and self.count > MOST_SLIPS:
            raise UserError(
                self.env._(
                    "At most %s slips are printed at once. Make them in parts, or download all codes as a table.",
                    MOST_SLIPS,
                )
            )
