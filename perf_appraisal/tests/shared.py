"""What test classes that follow each other share, so that it is made once: the county."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo import fields, models
from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.sql_db import Savepoint
from odoo.tests.common import get_db_name


def next_class(cls):
    """Return the test class that comes after this one, while this one is being ended; None after the last.

    Odoo names the next test before it ends the class of the one before.
    """
    following = type(module.current_test)
    return None if following is cls or following.__unittest_skip__ else following


class SharedCountyMixin:
    """Let classes that follow each other begin with the same county, which the first of them makes.

    They work in one transaction, which is never committed; what a class did is rolled back at its end. Before a class
    without this county, on another day, or around a class whose time is frozen the transaction ends, so that nobody
    ever waits for its locks.
    """

    #: Of the whole process: cursor, day, savepoint behind the county, and the attributes that name what is in it.
    _county = None

    @classmethod
    def setUpClass(cls):
        county = SharedCountyMixin._county
        if county is None:
            county = SharedCountyMixin._county = SimpleNamespace(cr=Registry(get_db_name()).cursor(), savepoint=None)
        county.cr.close = cls._leave_county
        lent = patch.object(Registry, "cursor", lambda *_args, **_options: lent.stop() or county.cr)
        lent.start()  # the first cursor that is opened: the class's own
        super().setUpClass()
        if county.savepoint is None:
            cls._make_county(county)
        else:
            for name, value in county.made.items():
                setattr(cls, name, cls._in_own_env(value))

    @classmethod
    def _setup_county(cls):
        """Make the county; what is set on the class is kept for those that follow."""
        raise NotImplementedError

    @classmethod
    def _make_county(cls, county):
        before = set(vars(cls))
        county.day = fields.Date.today()
        cls._setup_county()
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        county.made = {name: value for name, value in vars(cls).items() if name not in before}
        county.savepoint = Savepoint(county.cr)

    @classmethod
    def _in_own_env(cls, value):
        if isinstance(value, models.BaseModel):
            return value.with_env(cls.env)
        if isinstance(value, dict):
            return {key: cls._in_own_env(item) for key, item in value.items()}
        return value

    @classmethod
    def _leave_county(cls):
        """Leave the county to the next class as it was made, or end its transaction."""
        county, following = SharedCountyMixin._county, next_class(cls)
        if (
            county.savepoint
            and following
            and issubclass(following, SharedCountyMixin)
            and not (cls.freeze_time or following.freeze_time)
            and county.day == fields.Date.today()
        ):
            cr = county.cr
            cr.transaction = None  # with its caches
            for hooks in (cr.precommit, cr.postcommit, cr.prerollback, cr.postrollback):
                hooks.clear()
            county.savepoint.rollback()
            return
        SharedCountyMixin._county = None
        del county.cr.close
        county.cr.close()

    @classmethod
    def _gc_filestore(cls):
        if SharedCountyMixin._county is None:  # files of a county that goes on are not known outside of it
            super()._gc_filestore()
