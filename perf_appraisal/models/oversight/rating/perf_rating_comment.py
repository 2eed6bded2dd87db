import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate, format_list

from ...abstract.rights import AUDITOR, OFFICE, Right, Way

_lt = LazyTranslate(__name__)

#: Days within which a unit rectifies what people wrote, unless the office says otherwise.
DAYS_TO_RECTIFY = 30

#: How far a comment is: by its ticket, or by the word why nothing is done.
_HANDLING = {
    "open": Domain("ticket_id", "=", False) & Domain("nothing_why", "=", False),
    "asked": Domain("ticket_id.state", "=", "new"),
    "working": Domain("ticket_id.state", "=", "accepted"),
    "done": Domain("ticket_id.state", "=", "resolved"),
    "nothing": Domain("nothing_why", "!=", False),
}


class PerfRatingComment(models.Model):
    """What somebody wrote on a ballot: apart from his ticks, from his group and from his other comments.

    The Performance Office asks units to rectify what was said, and publishes what was done. Who wrote a comment, and
    when, is kept nowhere; who reads and handles it leaves no date here either.
    """

    _name = "perf.rating.comment"
    _description = "Comment of a Rating"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "rating_id desc, appraisee_id, id"
    _log_access = False
    _guarded_fields = frozenset({"rating_id", "company_id", "appraisee_id", "text", "ticket_id"})

    _rights = {
        "see": Right(ways=(OFFICE, AUDITOR), when=[("rating_id.state", "=", "closed")]),
        "own": Right(
            ways=(Way("appraisee_id", "own"),), refusal=_lt("it is about a unit of your own; a colleague sees to it")
        ),
        "touch": Right(ways=(Way(),), never=("own",)),
        "write": Right(ways=(OFFICE,), when=[("rating_id.state", "=", "closed")], never=("own",)),
    }

    rating_id = fields.Many2one("perf.rating", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rating_id.company_id", store=True, index=True)
    appraisee_id = fields.Many2one("perf.appraisee", string="About", readonly=True, index=True, ondelete="cascade")
    text = fields.Text(string="Comment", required=True, readonly=True)

    # What comes of it
    published_text = fields.Text(
        string="As Published", help="What is published of it: strike out names of persons. Empty: nothing is published."
    )
    ticket_id = fields.Many2one(
        comodel_name="perf.ticket",
        string="Rectified by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The order by which its unit was asked to rectify.",
    )
    nothing_why = fields.Char(string="Why Nothing Is Done", help="A word why nothing is to be done about it.")
    handling = fields.Selection(
        selection=[
            ("open", "To Be Handled"),
            ("asked", "Unit Asked"),
            ("working", "Being Worked on"),
            ("done", "Rectified"),
            ("nothing", "Nothing to Do"),
        ],
        compute="_compute_handling",
        search="_search_handling",
    )

    # === COMPUTE METHODS === #

    @api.depends("text")
    def _compute_display_name(self):
        for comment in self:
            comment.display_name = f"#{comment.id}"

    @api.depends("ticket_id.state", "nothing_why")
    def _compute_handling(self):
        by_ticket = {"new": "asked", "accepted": "working", "resolved": "done"}
        for comment in self:
            without = "nothing" if comment.nothing_why else "open"
            comment.handling = by_ticket.get(comment.sudo().ticket_id.state, without)

    def _search_handling(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(_HANDLING[handling] for handling in value if handling in _HANDLING)

    # === CONSTRAINT METHODS === #

    @api.constrains("nothing_why", "ticket_id")
    def _check_handled_once(self):
        if self.filtered(lambda comment: comment.nothing_why and comment.ticket_id):
            raise ValidationError(self.env._("Its unit was asked to rectify: something is done about it."))

    # === ACTION METHODS === #

    def action_ask_units(self):
        """Open the order by which the units are asked to rectify what people wrote: each gets what is said of it.

        :return: an action dictionary
        :raise UserError: when one of the comments is handled already
        """
        self._check_unhandled()
        ratings = format_list(self.env, self.rating_id.mapped("name"))
        today = self.env.company._perf_today()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Units to Rectify"),
            "res_model": "perf.ticket.order",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_comment_ids": self.ids,
                "default_unit_ids": self.appraisee_id.unit_id.ids,
                "default_title": self.env._("Rectify what people wrote in “%s”", ratings),
                "default_source": ratings,
                "default_deadline": fields.Date.to_string(today + timedelta(days=DAYS_TO_RECTIFY)),
            },
        }

    def action_publish_as_written(self):
        """Let comments be published word for word; those that were made fit for it stay as they are.

        :raise AccessError: for anybody but the Performance Office
        """
        self.check_access("write")
        self.flush_recordset(["published_text"])
        self.env.cr.execute(
            "UPDATE perf_rating_comment SET published_text = text"
            " WHERE id = ANY(%s) AND COALESCE(published_text, '') = ''",
            [self.ids],
        )
        self.invalidate_recordset(["published_text"])
        return True

    # === BUSINESS METHODS === #

    def _check_unhandled(self):
        """Raise unless nothing was decided yet about any of the comments.

        :raise UserError: naming how many were handled
        """
        self.check_access("write")
        if handled := self.filtered(lambda comment: comment.handling != "open"):
            raise UserError(self.env._("%s of these comments are handled already: leave them out.", len(handled)))

    def _of_units(self, units):
        """Return what each unit is asked to rectify; what is about nobody in particular goes along to a single one.

        :param units: ``hr.department`` recordset
        :return: ``{unit: comments}``
        :raise UserError: when a comment is about none of the units
        """
        self._check_unhandled()
        found = self.grouped(lambda comment: comment.appraisee_id.unit_id or units[:1])
        about_nobody = len(units) > 1 and self.filtered(lambda comment: not comment.appraisee_id)
        if about_nobody or set(found) - set(units):
            raise UserError(
                self.env._(
                    "Some of these comments are about none of the units: send them apart, to the unit that sees to it."
                )
            )
        return found

    def _words(self):
        """Return the words of comments for their unit, one a line; where names were struck out, without them."""
        return "\n".join(f"“{comment.published_text or comment.text}”" for comment in self)

    @api.model
    def _link(self, tickets):
        """Keep by which ticket comments are rectified.

        :param dict tickets: ``{comment id: ticket id}``
        """
        self.env.cr.execute(
            SQL(
                "UPDATE perf_rating_comment c SET ticket_id = r.ticket FROM unnest(%s::int4[], %s::int4[])"
                " AS r(id, ticket) WHERE r.id = c.id",
                list(tickets),
                list(tickets.values()),
            )
        )
        self.browse(tickets).invalidate_recordset(["ticket_id", "handling"])

    @api.model
    def _take(self, rows):
        """Take what was written on the ballots of ratings that are closed, in an order that chance makes.

        :param list rows: tuples ``(rating, company, rated or None, text)``
        """
        if not rows:
            return
        secrets.SystemRandom().shuffle(rows)
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_comment (rating_id, company_id, appraisee_id, text)"
                " SELECT * FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::text[])",
                *map(list, zip(*rows, strict=True)),
            )
        )
        self.invalidate_model()
