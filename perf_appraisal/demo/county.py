"""The demo county's people: the files of the manifest's key `demo`, then language, accounts and leave."""

from odoo import fields
from odoo.modules.module import Manifest
from odoo.tools.convert import convert_file

MODULE = "perf_appraisal"
LANGUAGE = "zh_CN"
SECOND_LANGUAGE = "en_US"
TIMEZONE = "Asia/Shanghai"
PASSWORD = "demo"


def ref(env, name):
    """Return the demo record of this name, such as `dep_t01` or `emp_t01_head`."""
    return env.ref(f"{MODULE}.demo_{name}")


def user(env, name):
    """Return the account of a demo person, such as `t01_head`."""
    return ref(env, f"user_{name}")


def load(env):
    """Load units, posts, people and accounts, unless an installation with demo data did it already.

    :param env: environment of the superuser
    """
    if not env.ref(f"{MODULE}.demo_dep_county", raise_if_not_found=False):
        for name in Manifest.for_addon(MODULE)["demo"]:
            convert_file(env, MODULE, name, {}, "init", noupdate=True)
    _localize(env)
    _lead_since_before(env)
    _set_passwords(env)


def _localize(env):
    """Let everybody read Chinese and live in China's time zone; English stays at hand for prints."""
    for language in (LANGUAGE, SECOND_LANGUAGE):
        env["res.lang"]._activate_lang(language)
    partners = env["res.partner"].with_context(active_test=False).search([])
    partners.write({"lang": LANGUAGE, "tz": TIMEZONE})
    if "odoobot_state" in env["res.users"]._fields:  # no greetings of the bot to two hundred people
        env["res.users"].search([]).write({"odoobot_state": "disabled"})
    env["resource.resource"].search([]).write({"tz": TIMEZONE})
    env["resource.calendar"].search([]).write({"tz": TIMEZONE})


def _lead_since_before(env):
    """Let who leads units have led them before the story begins, not from the moment the demo was made."""
    env.flush_all()
    env.cr.execute("UPDATE perf_leadership SET date_from = NULL WHERE date_to IS NULL")
    env.invalidate_all()


def _set_passwords(env):
    """Give all demo accounts one password, hashed once: two hundred hashes would take a minute."""
    users = env["res.users"]
    accounts = env["ir.model.data"].search(
        [("module", "=", MODULE), ("model", "=", "res.users"), ("name", "=like", "demo_user_%")],
    )
    hashed = users._crypt_context().hash(PASSWORD)
    for account in accounts:
        users._set_encrypted_password(account.res_id, hashed)


def put_on_leave(env, names, period):
    """Put people on approved sick leave for a whole period, where Time Off is installed.

    :param list names: names of the people, such as `t03_staff1`
    :param period: the ``perf.period``
    """
    if "hr.leave" not in env:
        return
    leaves = env["hr.leave"].with_user(env.ref("base.user_admin"))
    leaves = leaves.with_context(tracking_disable=True, mail_activity_automation_skip=True, leave_fast_create=True)
    leaves = leaves.create(
        [
            {
                "employee_id": ref(env, f"emp_{name}").id,
                "holiday_status_id": env.ref("hr_holidays.leave_type_sick_time_off").id,
                "request_date_from": period.date_start,
                "request_date_to": period.date_end,
            }
            for name in names
        ],
    )
    leaves.filtered(lambda leave: leave.state != "validate").action_approve()


def archive(env, name):
    """Archive a person who has left.

    :param str name: name of the person, such as `d18_staff2`
    """
    person = ref(env, f"emp_{name}")
    person.with_context(no_wizard=True).action_archive()
    person.write({"departure_date": fields.Date.today(), "departure_description": "调离本县"})
