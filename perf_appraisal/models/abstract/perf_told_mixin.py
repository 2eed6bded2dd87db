from markupsafe import Markup

from odoo import models
from odoo.fields import Command, Domain

#: What a mail says: the sentence, and where to read on.
_MAIL = Markup('<p>%s</p><p><a href="%s">%s</a></p>')


class PerfToldMixin(models.AbstractModel):
    """Tell many people at once, each of the documents that concern him, in a constant number of statements.

    Odoo notifies document by document. Here the messages of all are made together, as are what stands in the inbox and
    the mails, which leave with Odoo's queue. The model has ``mail.thread``, and the text says nothing of what is in the
    document.
    """

    _name = "perf.told.mixin"
    _description = "Documents of Which People Are Told"

    # === BUSINESS METHODS - MESSAGES === #

    def _tell(self, people, text):
        """Tell people that there is something to read.

        :param dict people: ``{id of a document: ids of accounts}``
        :param str text: a sentence
        """
        told = self.sudo().filtered(lambda document: people.get(document.id))
        users = {document: self.env["res.users"].sudo().browse(people[document.id]) for document in told}
        author_id, email_from = self._message_compute_author()
        messages = told._message_create(
            [
                {
                    "author_id": author_id,
                    "email_from": email_from,
                    "reply_to": email_from,
                    "model": self._name,
                    "res_id": document.id,
                    "subject": document.display_name,
                    "body": text,
                    "is_internal": True,
                    "message_type": "user_notification",
                    "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
                    "partner_ids": users[document].partner_id.ids,
                }
                for document in told
            ]
        )
        by_mail = [
            (message, document, users[document].filtered(lambda user: user.notification_type == "email").partner_id)
            for message, document in zip(messages, told, strict=True)
        ]
        mails = self._mail_told([row for row in by_mail if row[2]], text)
        self.env["mail.notification"].sudo().create(
            [
                {"mail_message_id": message.id, "author_id": author_id, "res_partner_id": partner.id, **way}
                for message, document, mailed in by_mail
                for partner in users[document].partner_id
                for way in [self._told_by(mails[message] if partner in mailed else None)]
            ]
        )

    def _tell_units(self, text):
        """Tell whoever heads or coordinates the units of the documents, which have a column ``unit_id``.

        :param str text: a sentence that says nothing of what is in the documents
        """
        units = self.sudo().unit_id
        people = {}
        for holder in units._holders(["run"], Domain("id", "in", units.ids)) if units else ():
            people.setdefault(holder.record_id, set()).add(holder.user_id)
        self._tell({document.id: people.get(document.sudo().unit_id.id, ()) for document in self}, text)

    # === HELPERS - MESSAGES === #

    def _mail_told(self, rows, text):
        """Queue the mails of those who read by mail: ``{message: mail}``.

        :param list rows: tuples ``(message, document, partners)``
        :param str text: the sentence
        """
        mails = (
            self.env["mail.mail"]
            .sudo()
            .create(
                [
                    {
                        "mail_message_id": message.id,
                        "body_html": _MAIL % (text, document._notify_get_action_link("view"), document.display_name),
                        "recipient_ids": [Command.set(partners.ids)],
                        "auto_delete": True,
                    }
                    for message, document, partners in rows
                ]
            )
        )
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return {row[0]: mail for row, mail in zip(rows, mails, strict=True)}

    @staticmethod
    def _told_by(mail):
        """Return how somebody is told, for his notification.

        :param mail: ``mail.mail`` record; none: it stands in his inbox
        """
        if mail:
            kept = {"mail_mail_id": mail.id, "is_read": True}
            return {"notification_type": "email", "notification_status": "ready", **kept}
        return {"notification_type": "inbox", "notification_status": "sent"}
