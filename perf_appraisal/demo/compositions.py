"""What the results of the demo county are made of."""

from . import ratings

#: Scheme → components: kind of result, name, source, points, further values.
UNITS = (
    ("quarter", "季度考评", "sheet", 100.0, {"sheet_kind": "quarter"}),
    ("quarter", "异议和复核更正", "adjustment", 0.0, {"only": "takes_correction"}),
    ("year", "季度考评平均", "result", 70.0, {"child_kind": "quarter", "child_value": "base"}),
    ("year", "年度指标", "sheet", 10.0, {"sheet_kind": "year"}),
    ("year", "公众评议", "rating", 20.0, {"rated": "公众评议"}),
    ("year", "加减分事项", "adjustment", 0.0, {"takes_inspection": False, "bonus_cap": 10.0}),
    ("year", "察访核验扣分", "adjustment", 0.0, {"only": "takes_inspection", "deduction_cap": 20.0}),
)
PEOPLE = (
    ("quarter", "月度考评平均", "sheet", 100.0, {"sheet_kind": "month"}),
    ("quarter", "异议和复核更正", "adjustment", 0.0, {"only": "takes_correction"}),
    ("year", "季度考评平均", "result", 60.0, {"child_kind": "quarter", "child_value": "base"}),
    ("year", "年度考评", "sheet", 20.0, {"sheet_kind": "year"}),
    ("year", "所在单位结果", "unit_result", 20.0, {}),
    ("year", "加减分事项", "adjustment", 0.0, {"bonus_cap": 5.0}),
)
SCHEMES = {"townships": UNITS, "departments": UNITS, "persons": PEOPLE}

TAKES = ("takes_register", "takes_superior", "takes_award", "takes_correction", "takes_inspection")


def compose(env, schemes):
    """Say what results are made of, before a cycle is opened.

    :param dict schemes: as from ``tables.build``
    """
    review = ratings.kind(env, "公众评议", ratings.DIMENSIONS)
    env["perf.scheme.component"].create(
        [
            _component(schemes[name], place, row, review)
            for name, rows in SCHEMES.items()
            for place, row in enumerate(rows, 1)
        ]
    )


def _component(scheme, place, row, review):
    """Return the values of a component."""
    kind, name, source, points, values = row
    values = dict(values)
    if values.pop("rated", None):
        values["rating_type_id"] = review.id
    if only := values.pop("only", None):
        values |= {column: column == only for column in TAKES}
    return {
        "scheme_id": scheme.id,
        "sequence": 10 * place,
        "period_kind": kind,
        "name": name,
        "source": source,
        "weight": points,
        **values,
    }
