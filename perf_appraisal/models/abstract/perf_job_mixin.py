from odoo import models


class PerfJobMixin(models.AbstractModel):
    """What a long job does, in chunks: ``perf.batch`` runs it, as who started it and past the rules."""

    _name = "perf.job.mixin"
    _description = "Work of a Long Job"

    # === HOOKS === #

    def _prepare(self, batch):
        """List the records to handle, see :meth:`PerfBatch._list_records`; repeated, add those that are missing.

        :param batch: the job, ``perf.batch``
        """

    def _process(self, batch, todo):
        """Handle the records of one chunk and settle their lines, see :meth:`PerfBatch._settle`.

        :param batch: the job, ``perf.batch``
        :param list todo: tuples ``(line id, record id)``
        """

    def _finish(self, batch):
        """Do what remains when every record is handled.

        :param batch: the job, ``perf.batch``
        """

    def _why_not_repeatable(self, batch):
        """Return why a finished job cannot take up what it left out, nothing when it can.

        :param batch: the job, ``perf.batch``
        :return: a sentence
        """
