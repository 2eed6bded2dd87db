import inspect
import os
import random
import traceback
from pathlib import Path

from psycopg2 import Error as DatabaseError
from psycopg2 import IntegrityError

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.abstract.door import kind_of, public_methods
from .attack import AttackCase

#: How many calls are made, and what they are drawn by; by hand with more.
CALLS = int(os.environ.get("PERF_ODD_CALLS", "1000"))
SEED = 2026

#: Where our own code lies.
HOME = str(Path(__file__).parents[1])

#: What nobody expects.
ODD = (
    None,
    True,
    0,
    -1,
    7,
    10**12,
    2**31,
    1.5,
    float("nan"),
    float("inf"),
    "",
    "abc",
    "1",
    "\0",
    "half \ud800",
    "perf.plan,1",
    "review",
    "2026-02-30",
    b"bytes",
    [],
    [None],
    [[]],
    [["a"]],
    [[0]],
    [[6, 0, "abc"]],
    [[1, "x", {}]],
    [[4, [1], 0]],
    [[0, 0, {"name": []}]],
    ["abc"],
    [1, "2"],
    [True],
    [{}],
    [{"line_id": "x"}],
    [{"line_id": 1, "value": "x", "note": 5}],
    {},
    {"a": 1},
    {1: 2},
    {"id": "x"},
    {"1": "x"},
    {"1": 1e300},
    {"name": {"en_US": 1}},
)

#: Methods of Odoo that our models override or whose hooks they do.
OF_ODOO = (
    "create",
    "write",
    "unlink",
    "copy",
    "copy_data",
    "onchange",
    "default_get",
    "read",
    "web_save",
    "name_search",
)


@tagged("post_install", "-at_install")
class TestDoor(AttackCase):
    """Whatever is sent to a public method ends in its answer or in a sentence."""

    def test_every_parameter_of_a_public_method_says_what_it_takes(self):
        nameless, odoo = [], set(OF_ODOO) | {"message_post", "message_subscribe"}
        for model in self._own_models(abstract=True):
            for name, method in public_methods(type(model)).items():
                kinds = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
                for parameter in list(inspect.signature(method).parameters.values())[1:]:
                    if name not in odoo and parameter.kind not in kinds and not kind_of(parameter.name):
                        nameless.append(f"{model._name}.{name}({parameter.name})")
        self.assertFalse(nameless)

    def test_every_public_method_is_behind_the_door(self):
        for model in self._own_models(abstract=True):
            if type(model)._inherit_children:  # a mixin: called on those who have it
                continue
            open_ones = [
                name for name, method in public_methods(type(model)).items() if not hasattr(method, "perf_door")
            ]
            self.assertFalse(open_ones, model._name)

    def test_wrong_kinds_end_in_a_sentence(self):
        sheet = self.sheets["stranger"].id
        for model, method, args, text in (
            ("perf.appraisal", "action_return", [["abc"], "Why"], "no such records"),
            ("perf.appraisal", "action_return", ["abc", "Why"], "no such records"),
            ("perf.appraisal", "action_return", [[10**12], "Why"], "no such records"),
            ("perf.appraisal", "action_return", [[sheet], 5], "“reason”"),
            ("perf.appraisal", "action_return", [[sheet], {"why": 5}], "“reason”"),
            ("perf.appraisal", "action_return", [[sheet], "Why", "and", "more"], "too much or too little"),
            ("perf.appraisal", "action_change_reviewer", [[sheet]], "too much or too little"),
            ("perf.appraisal", "action_change_reviewer", [[sheet], "abc", "Why"], "“reviewer_id”"),
            ("perf.appraisal", "save_and_submit", [[sheet], [1]], "“vals”"),
            ("perf.appraisal", "save_and_submit", [[], {}], "exactly one"),
            ("perf.appraisal", "write", [[sheet], {"self_summary": "\0"}], "“self_summary”"),
            ("perf.claim", "create", [[5]], "“vals_list”"),
            ("perf.claim", "create", [{"line_id": "abc"}], "“line_id”"),
            ("perf.work.log", "create", [{"employee_id": [1]}], "“employee_id”"),
            ("perf.grid", "get_grid", [["self"]], "“kind”"),
            ("perf.grid", "save", ["self", "abc"], "“cells”"),
            ("perf.grid", "submit", ["self", ["abc"]], "“appraisal_ids”"),
            ("perf.grid", "get_totals", ["self", [1]], "“typed”"),
            ("perf.appraisal", "action_attach_signed_copy", [[sheet], ["a"], ["b"]], "“name”"),
        ):
            answer = self._answer(self.stranger, model, method, *args)
            with self.subTest(method, args=args):
                self.assertIsInstance(answer, UserError)
                self.assertIn(text, str(answer))

    @mute_logger("odoo.sql_db", "odoo.http")
    def test_odd_calls_never_break_us(self):
        """Any user calls any public method of any model, on anything, with anything."""
        drawn, broken = random.Random(SEED), []
        users = [self.staff, self.head, self.deputy, self.coordinator, self.office, self.auditor, self.outsider]
        models = self._own_models(abstract=True)
        for _number in range(CALLS):
            model, user = drawn.choice(models), drawn.choice(users)
            own = public_methods(type(model))
            name = drawn.choice([*own, *OF_ODOO])
            args = self.odd_arguments(drawn, model, name)
            answer = self._answer(user, model._name, name, *args)
            if self.is_ours(model, answer, name in own and name not in OF_ODOO):
                where = "".join(traceback.format_exception(answer)[-6:])
                broken.append(f"{user.login}: {model._name}.{name}{args!r}\n{where}")
        self.assertFalse(broken, f"{len(broken)} of {CALLS}:\n" + "\n".join(broken[:20]))

    def odd_arguments(self, drawn, model, name):
        """Return what a method is called with: records of its model half of the time, and anything."""
        method = getattr(type(model), name)
        parameters = list(inspect.signature(method).parameters.values())[1:]
        args = [drawn.choice((*ODD, {drawn.choice(list(model._fields)): drawn.choice(ODD)})) for _ in parameters]
        if drawn.random() < 0.1:
            args = args[:-1] if drawn.random() < 0.5 else [*args, drawn.choice(ODD)]
        if getattr(method, "_api_model", False):
            return args
        found = [] if model._abstract else model.sudo().search([], limit=20).ids
        saved = [drawn.choice(found)] if found else []
        return [saved if drawn.random() < 0.5 else drawn.choice((*ODD, found[:2])), *args]

    def is_ours(self, model, answer, own):
        """Return whether something was raised that is no sentence, and comes from our code.

        :param bool own: the method is one of the module; of Odoo's only what breaks in our lines is ours
        """
        if not isinstance(answer, Exception) or isinstance(answer, (UserError, RedirectWarning, IntegrityError)):
            return False
        frames = [frame.filename for frame in traceback.extract_tb(answer.__traceback__)]
        frames = [path for path in frames if not path.startswith(f"{HOME}/tests/")]
        if own or (isinstance(answer, DatabaseError) and not model._abstract):  # a mixin has no table to ask
            return any(path.startswith(HOME) for path in frames)
        return bool(frames) and frames[-1].startswith(HOME)
