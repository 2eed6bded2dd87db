"""Upload damaged and oversized tables at every door that takes one: run inside `odoo shell`, where `env` is there."""

import base64
import ctypes
import gc
import io
import logging
import time
import warnings

import county
import damaged
import openpyxl
import workbooks
from opening import peak, rss

from odoo.exceptions import UserError

#: A table as a county writes it; each door takes one.
TABLE = (
    ("序号", "一级指标", "指标名称", "分值", "评分办法", "牵头单位", "目标值", "完成时限"),
    (1, "经济发展", "公路建设", 10, "每少1公里扣0.5分", "交通局", "40公里", "2026-11-30"),
    (2, "经济发展", "项目开工", 5, "未完成不得分", "发改局", "3个", "2026-06-30"),
)


def prepare(env):
    """Make a county whose first month is open."""
    made = county.make_county(env, 20)
    made["units"].perf_coordinator_ids = made["person"]
    month = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")[0]
    month.with_user(made["office"]).action_open()
    env["perf.batch"]._cron_run()
    env.cr.commit()


def measure(env, first, last):
    """Upload files as plain users, in turns at the doors.

    :param int first: number of the first file, each of which is made from its number
    :param int last: number after the last one
    :return: dict with how many were refused by a sentence, read, or ended otherwise, and the slowest and largest, in
        seconds of the processor and megabytes by which the process had grown at its peak
    """
    warnings.simplefilter("ignore")
    logging.getLogger("odoo.addons.base.models.ir_attachment").setLevel(logging.ERROR)
    doors = _doors(env)
    for door in doors:  # what a process loads once is no file's
        _upload(*door, door[-1])
    gc.collect()
    gc.freeze()  # what is there by now is looked at no more
    found = {"refused": 0, "read": 0, "tracebacks": [], "harmful": 0, "seconds": (0, ""), "megabytes": (0, "")}
    for number in range(first, last):
        door = doors[number // len(damaged.KINDS) % len(doors)]
        kind, content = damaged.make(number, door[-1])
        label = f"{number}: {kind} ({door[0]._name})"
        _trim()
        memory, start = rss(), time.process_time()
        ending = _upload(*door, content)
        found["seconds"] = max(found["seconds"], (time.process_time() - start, label))
        found["megabytes"] = max(found["megabytes"], (peak() - memory, label))
        if ending in ("refused", "read"):
            found[ending] += 1
            found["harmful"] += ending == "read" and kind in damaged.HARMFUL
        else:
            found["tracebacks"].append(f"{label}: {ending}")
    return found


def _doors(env):
    """Return the doors: a model as a user sees it, values of its dialog, its button, and a sound file."""
    made = county.find_county(env)
    month = made["cycle"].period_ids.filtered(lambda period: period.state == "open")
    scheme = made["cycle"].scheme_ids[:1]
    _name, grid = env["perf.grid"].with_user(made["staff"])._export_xlsx("self", month.id)
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    table, office = stream.getvalue(), made["office"]
    indicators = (env["perf.indicator.import"].with_user(office), {"scheme_id": scheme.id}, "action_read")
    return [
        (*indicators, table),
        (*indicators, workbooks.xls(TABLE)),
        (*indicators, workbooks.ods(TABLE)),
        (env["perf.superior.indicator.import"].with_user(office), {"cycle_id": made["cycle"].id}, "action_read", table),
        (env["perf.grid.import"].with_user(made["staff"]), {}, "action_preview", grid),
    ]


def _upload(dialog, values, button, _sound, content):
    """Return how an upload ends: ``refused``, ``read``, or the error that nobody expected."""
    with dialog.env.cr.savepoint() as savepoint:
        try:
            values = {**values, "filename": "table.xlsx", "file": base64.b64encode(content)}
            getattr(dialog.create(values), button)()
            dialog.env.flush_all()
            ending = "read"
        except UserError:
            ending = "refused"
        except Exception as error:  # any error at all is what this looks for
            ending = f"{type(error).__name__}: {error}"
        savepoint.rollback()
    dialog.env.invalidate_all()
    return ending


def _trim():
    """Give unused memory back, so that what the next file takes is seen."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
