"""Ids that a caller sends: found wherever a value can name a record, and judged by what the caller may read."""

from collections import defaultdict
from typing import NamedTuple

from odoo.api import NewId
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.models import BaseModel

#: Columns that keep ids of whatever model another column names: they are called so on every model.
PLAIN_IDS = {"res_id": "res_model", "res_ids": "res_model"}

#: The largest id that the database knows.
LARGEST_ID = 2**31 - 1

#: Stands for what is no id at all: nobody may read it.
_NO_ID = 0


class _Named(NamedTuple):
    """The records of one model that one value names, and values of them that came along."""

    model: str
    ids: list | set
    inside: list  # tuples (id, values)


def is_id(value):
    """Return whether a value is the id of a saved record."""
    return type(value) is int and 0 < value <= LARGEST_ID


def unseen(records, operation="read"):
    """Return the error for records that are not there and for those that the user may not see: one and the same."""
    return AccessError(records.env["ir.rule"]._refusal(operation, records._name))


def readable_ids(env, model, ids):
    """Return which ids are those of records that the user may read; people by their public side.

    :param str model: name of the model
    :param ids: what may be ids
    """
    asked = [record_id for record_id in ids if is_id(record_id)]
    records = env[model].with_context(active_test=False)
    if model == "hr.employee" and not records.has_access("read"):
        records = records.env["hr.employee.public"]
    if not asked or records._abstract or not records.has_access("read"):
        return set()
    return set(records.search([("id", "in", asked)], order="id").ids)


def refuse_unreadable(records, vals_list, nested=False):
    """Raise unless the user may read whatever records values name; what the saved record holds already passes.

    A record that does not exist and one that is not the user's have the same answer.

    :param records: to which the values belong; empty for new ones
    :param list vals_list: values as for ``create``, ``write`` or ``onchange``
    :param bool nested: look into the values of lines and parents, too; ``create`` and ``write`` give them to the
        models of these, which look themselves
    :raise AccessError: naming the field
    """
    level = [(records, values) for values in vals_list] if isinstance(vals_list, (list, tuple)) else []
    while level:
        asked, below = defaultdict(dict), []
        for owner, values in level:
            for field, named in _names(owner, values, nested):
                asked[named.model].update(dict.fromkeys(named.ids, field))
                comodel = records.env[named.model]
                below += [(comodel.browse(key if is_id(key) else ()), inner) for key, inner in named.inside]
        for model, fields in asked.items():
            for refused in fields.keys() - readable_ids(records.env, model, fields):
                label = fields[refused]._description_string(records.env)
                raise AccessError(
                    records.env._("%s: there is no such record, or it is not yours to see. Choose another one.", label)
                )
        level = below if nested else ()


def _names(owner, values, shown):
    """Yield ``(field, _Named)`` for each value that names records which the saved ones do not hold already.

    :param owner: the saved records to which the values belong, or none
    :param dict values: ``{name of a field: value}``
    :param bool shown: something is computed from lines and told: they have to be the user's to read; where they are
        written, their own rules are asked anyhow
    """
    if not isinstance(values, dict):
        return
    beside = [name for name, model_column in PLAIN_IDS.items() if model_column in values and name not in values]
    for name in (*values, *beside):
        field = owner._fields.get(name)
        if field is None:
            continue
        if name in PLAIN_IDS:
            named = _named_beside(owner, name, values)
        elif field.type == "many2one":
            named = _named_one(field, values[name])
        elif field.type in ("one2many", "many2many"):
            named = _named_many(field, values[name])
        elif field.type == "reference":
            named = _named_by_text(values[name])
        else:
            continue
        if not named or named.model not in owner.env:  # of a name that is none the model itself says so
            continue
        ids = {key for key in map(_origin, named.ids) if key is not None}
        if ids and not (shown and field.store and field.type in ("one2many", "many2many")):
            ids -= _held(owner, name, named.model)
        yield field, named._replace(ids=ids)


def _held(owner, name, model):
    """Return the ids that all the saved records hold in a field already."""
    held = []
    for record in owner.sudo():
        value = record[name]
        kept = record[PLAIN_IDS[name]] if name in PLAIN_IDS else value._name if value is not None else None
        held.append(set(value._ids if isinstance(value, BaseModel) else _listed(value)) if kept == model else set())
    return set.intersection(*held) if held else set()


def _named_one(field, value):
    """Return what a Many2one names: an id, or a parent sent with its values."""
    if isinstance(value, dict):
        key = value.get("id")
        return _Named(field.comodel_name, [key] if key else [], [(key, value)])
    if isinstance(value, (BaseModel, tuple)):
        value = value[:1]
        value = value._ids[0] if isinstance(value, BaseModel) and value else next(iter(value), None)
    return _Named(field.comodel_name, [value], []) if type(value) is int or isinstance(value, NewId) else None


def _named_many(field, value):
    """Return what the commands of a One2many or Many2many name; ids and values may stand there as well."""
    ids, inside = [], []
    for command in value._ids if isinstance(value, BaseModel) else value if isinstance(value, (list, tuple)) else ():
        if isinstance(command, dict):
            inside.append((None, command))
            continue
        if not isinstance(command, (list, tuple)):
            ids.append(command)
            continue
        operation, key, inner = (*command, None, None, None)[:3]
        if operation == Command.CREATE:
            inside.append((None, inner))
        elif operation == Command.SET:
            ids += _listed(inner)
        elif operation != Command.CLEAR:
            ids.append(key or _NO_ID)
            inside.append((key, inner))
    return _Named(field.comodel_name, ids, inside)


def _named_beside(owner, name, values):
    """Return what a column names whose model stands beside it."""
    saved = owner.sudo()[:1]
    model, value = (values[column] if column in values else saved[column] for column in (PLAIN_IDS[name], name))
    ids = list(filter(is_id, _listed(value)))
    return _Named(model, ids, []) if isinstance(model, str) and model.startswith("perf.") else None


def _named_by_text(value):
    """Return what a text such as ``perf.plan,5`` names."""
    if not isinstance(value, str) or "," not in value:
        return None
    model, key = value.split(",", 1)
    return _Named(model, [int(key) if key.isdecimal() else _NO_ID], [])


def _listed(value):
    """Return one id or several as a list; whatever Odoo would take for an id counts as one."""
    if isinstance(value, dict):
        return [value.get("id", _NO_ID)]
    if isinstance(value, (list, tuple)):
        return list(value)
    return [int(value) if isinstance(value, str) and value.isdecimal() else value]


def _origin(key):
    """Return the id behind what names a record: none behind a new one, and no id where it is something else."""
    if isinstance(key, NewId):
        key = key.origin
    if key is None or key is False:
        return None
    return key if is_id(key) else _NO_ID
