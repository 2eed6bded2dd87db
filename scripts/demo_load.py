"""Turn a database with the module into the demo county: run by `./dev` through `odoo shell`.

Sets language and time zone, loads the files named by the manifest key `demo`, then tells the story
(`perf_appraisal/demo/story.py`, function `main(env)`). Prints `demo loaded` when all of it is committed.
"""

import importlib
from pathlib import Path

from odoo.modules.module import Manifest
from odoo.tools.convert import convert_file

MODULE = "perf_appraisal"
LANGUAGE = "zh_CN"
TIMEZONE = "Asia/Shanghai"


def localize(env):
    """Make Chinese the language, and China the place, of the company and its people."""
    company = env.ref("base.main_company")
    company.partner_id.write({"lang": LANGUAGE, "tz": TIMEZONE, "country_id": env.ref("base.cn").id})
    env["res.partner"].with_context(active_test=False).search([]).write({"lang": LANGUAGE, "tz": TIMEZONE})
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    env["ir.default"].set("res.partner", "tz", TIMEZONE)
    env["resource.calendar"].search([]).write({"tz": TIMEZONE})


def load(env):
    """Load the manifest's demo files and tell the story."""
    manifest = Manifest.for_addon(MODULE)
    for name in manifest.get("demo", []):
        convert_file(env, MODULE, name, {}, "init", noupdate=True)
    if (Path(manifest.path) / "demo" / "story.py").exists():
        importlib.import_module(f"odoo.addons.{MODULE}.demo.story").main(env)


localize(env)  # noqa: F821 - given by odoo shell
load(env)  # noqa: F821
env.cr.commit()  # noqa: F821
print("demo loaded")
