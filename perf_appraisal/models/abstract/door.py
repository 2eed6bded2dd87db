"""The public door: who calls a method of the appraisal with something of the wrong kind is told so in a sentence.

Whatever a method says about records that are not the user's to see is what it says about those that are not there.
"""

import functools
import inspect
from types import FunctionType

from odoo.api import NewId
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel

from .given_ids import is_id, unseen

#: Where the methods come from that have a door.
_OWN = "odoo.addons.perf_appraisal."

#: Methods of Odoo that have one on our models: our checks read what is given to them, or they say what they find.
_OF_ODOO = frozenset({"copy_data", "create", "onchange", "unlink", "write"})

#: Those that only models have whose records can be archived.
_ARCHIVING = frozenset({"action_archive", "action_unarchive"})


def _is_text(value):
    """Return whether a value is a text that can be kept: without NUL and without half a pair of surrogates."""
    return isinstance(value, str) and "\0" not in value and value == value.encode(errors="ignore").decode()


def _is_content(value):
    return isinstance(value, bytes) or _is_text(value)


def _is_yes_or_no(value):
    return isinstance(value, bool)


def _is_list(value):
    return isinstance(value, (list, tuple))


def _is_table(value):
    return isinstance(value, dict) and all(map(_is_text, value))


def _is_tables(value):
    return _is_table(value) or (_is_list(value) and all(map(_is_table, value)))


def _are_texts(value):
    return _is_list(value) and all(map(_is_text, value))


def _are_ids(value):
    return _is_list(value) and all(map(is_id, value))


#: Parameter of a public method → what it takes; others are called ``…_id`` and ``…_ids``.
KINDS = {
    "cells": _is_list,
    "data": _is_content,
    "default": _is_table,
    "fields": _are_texts,
    "kind": _is_text,
    "name": _is_text,
    "own": _is_yes_or_no,
    "points_meant": _is_yes_or_no,
    "reason": _is_text,
    "report_name": _is_text,
    "typed": _is_table,
    "vals": _is_table,
    "vals_list": _is_tables,
    "with_objection": _is_yes_or_no,
    "zeros_meant": _is_yes_or_no,
}


#: What has to be given; of everything else nothing may be given.
_NEEDED = frozenset({"fields", "vals", "vals_list"})


def kind_of(parameter):
    """Return the test of what a parameter takes, nothing where the name does not say it.

    :param str parameter: its name
    """
    named = {"_id": is_id, "_ids": _are_ids}
    return KINDS.get(parameter) or next((test for end, test in named.items() if parameter.endswith(end)), None)


def public_methods(owner):
    """Return the methods of a model that the module brings and everybody may call: ``{name: function}``.

    :param owner: class of the model in the registry
    """
    found = {name: getattr(owner, name) for name in dir(owner) if not name.startswith("_")}
    of_odoo = _OF_ODOO | _ARCHIVING if owner._active_name else _OF_ODOO
    return {
        name: method
        for name, method in found.items()
        if isinstance(method, FunctionType)
        and (method.__module__.startswith(_OWN) or name in of_odoo)
        and not getattr(method, "_api_private", False)
    }


def guard(owner):
    """Put the door before the public methods of a model, once, on the class by which they are called.

    A mixin is nothing by itself: its methods are called by those who have it.

    :param owner: class of the model in the registry
    """
    own = {name for base in owner.__bases__ if base.__module__.startswith(_OWN) for name in vars(base)} | {"read"}
    for name, method in public_methods(owner).items():
        if not owner._inherit_children and not hasattr(method, "perf_door"):
            setattr(owner, name, _behind_door(method))
        elif owner._abstract and owner._inherit_children and name in own and name not in vars(owner):
            setattr(owner, name, _of_mixin(owner, name, method))


def _of_mixin(owner, name, method):
    """Return a method of a mixin that nobody calls on the mixin itself."""

    @functools.wraps(method)
    def inherited(records, *args, **kwargs):
        if records._abstract and records._inherit_children:
            raise UserError(records.env._("There are no such records."))
        return getattr(super(owner, records), name)(*args, **kwargs)

    return inherited


def _is_unseen(records):
    """Return whether records are not there, or not the user's to see though some are: why he is refused would tell."""
    return records.browse().has_access("read") and not records.has_access("read")


def _behind_door(method):
    """Return a method that checks what it is called with, unless the superuser calls it."""
    signature = inspect.signature(method)

    @functools.wraps(method)
    def checked(records, *args, **kwargs):
        if records.env.su:
            return method(records, *args, **kwargs)
        _check_call(records, signature, args, kwargs)
        try:
            return method(records, *args, **kwargs)
        except UserError as error:
            if _is_unseen(records):
                raise unseen(records) from error
            raise
        except ValueError as error:
            if len(records) == 1 or "singleton" not in str(error):
                raise
            raise UserError(records.env._("Choose exactly one record.")) from error

    checked.perf_door = True
    return checked


def _check_call(records, signature, args, kwargs):
    """Raise when a method is called with something that it does not take.

    :param inspect.Signature signature: of the method
    :raise UserError: naming the parameter
    """
    try:
        given = signature.bind(records, *args, **kwargs).arguments
    except TypeError as error:
        raise UserError(records.env._("This was called with too much or too little.")) from error
    if not all(is_id(key) or isinstance(key, NewId) for key in records._ids):
        raise UserError(records.env._("There are no such records."))
    for name, value in given.items():
        if problem := _problem(records, name, value):
            raise UserError(records.env._("“%s” is not what is expected there.", problem))


def _problem(records, name, value):
    """Return the name of what is of the wrong kind, or nothing.

    :param str name: name of the parameter
    """
    test = kind_of(name)
    if not test or (name not in _NEEDED and (value is None or value is False)):
        return ""
    if not test(value):
        return name
    if name in ("vals", "vals_list"):
        tables = [value] if isinstance(value, dict) else value
        return next((key for vals in tables for key, given in vals.items() if not _fits(records, key, given)), "")
    return ""


def _fits(records, name, value):
    """Return whether a value has the form that a field of its kind takes; whether it may be written is asked later.

    :param str name: name of the field
    """
    field = records._fields.get(name)
    if field is None or not value or isinstance(value, BaseModel):
        return True
    if field.type in ("one2many", "many2many"):
        return _is_list(value) and all(map(_is_command, value))
    if field.type == "many2one":
        return is_id(value) or isinstance(value, NewId)
    return not isinstance(value, str) or _is_text(value)


def _is_command(command):
    """Return whether something is an id, or a command of Odoo's for a field with many records."""
    if not _is_list(command):
        return is_id(command) or isinstance(command, NewId)
    operation, key, value = (*command, None, None, None)[:3]
    named = is_id(key) or isinstance(key, NewId)
    if operation == Command.CREATE:
        return isinstance(value, dict)
    if operation == Command.UPDATE:
        return named and isinstance(value, dict)
    if operation == Command.SET:
        return _is_list(value) and all(is_id(one) or isinstance(one, NewId) for one in value)
    return operation == Command.CLEAR or (operation in list(Command) and named)
