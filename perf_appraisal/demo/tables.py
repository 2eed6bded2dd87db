"""Schemes and indicator tables of the demo county: the real tables through the import wizard, and some of its own."""

import base64

from odoo import Command
from odoo.tools import file_open

from .county import ref, user

#: The real tables, which the tests of the import read too.
FOLDER = "perf_appraisal/tests/data"

UNIT_CATEGORIES = ("cat_party", "cat_government", "cat_vertical")
PERSON_CATEGORIES = ("cat_cadre", "cat_civil", "cat_institution")

#: name → (title, kind, file, categories, frequency)
SCHEMES = {
    "townships": ("乡镇目标管理考评方案", "unit", "shicheng_2018_townships.csv", ("cat_township",), "quarter"),
    "departments": ("县直部门目标管理考评方案", "unit", "shicheng_2018_departments.csv", UNIT_CATEGORIES, "quarter"),
    "register": ("县级加减分事项", "unit", "county_2015_deductions.csv", (), "year"),
    "persons": ("工作人员月度考评方案", "employee", "personal_form.csv", PERSON_CATEGORIES, "month"),
}

#: Whom the township table names in its notes although no department bears the name: the office sits in that bureau.
HOSTS = {"县河长办": "县水利局", "县森林公安局": "县林业局"}

#: Rows of the unit tables that are looked at once a year; all others every quarter.
YEARLY = ("完善考核方案", "湖长制组织体系", "半年小结与年终总结", "信息被媒体推广")

#: Which department scores the common rows of the table of departments, whose source names none.
LEADS = {
    "组织领导": "dep_d02",
    "日常工作-领导小组与联络员": "dep_d14",
    "日常工作-班子部署会议": "dep_d08",
    "宣传工作": "dep_d03",
    "按月上报工作情况": "dep_d08",
    "参加河长制会议": "dep_d14",
    "信息被媒体推广": "dep_d03",
    "支持配合抽调督查": "dep_d14",
    "本单位年度重点工作": "dep_d08",
    "为民办实事项目完成率": "dep_d08",
}

OWN_SECTION = "青禾县自定项目（演示）"
OWN_NOTE = "青禾县演示自定指标，不属于原表"

#: The county's own rows: the source of the personal form lacks 12 of its 100 points.
OWN_PERSONAL = [
    {
        "name": "考勤与纪律",
        "method": "deduction",
        "full_score": 4.0,
        "standard": "迟到、早退每次扣 0.5 分；无故缺会每次扣 1 分；旷工每天扣 2 分。扣完为止。",
        "source_text": "-0.5/次,扣完为止",
        "rule_ids": [
            ("deduction", "迟到、早退", 0.5, "次", 0.0),
            ("deduction", "无故缺席会议", 1.0, "次", 0.0),
            ("deduction", "旷工", 2.0, "天", 0.0),
        ],
    },
    {
        "name": "走访服务群众",
        "method": "ratio",
        "full_score": 3.0,
        "uom": "户",
        "default_target": 20.0,
        "focus": "livelihood",
        "loss_cap": 1.0,
        "standard": "每月走访 20 户，不足的按比例扣分，最多扣 1 分。",
        "source_text": "实际/20*3，最多扣1",
        "rule_ids": [],
    },
    {
        "name": "信息报送",
        "method": "judged",
        "full_score": 2.0,
        "bonus_cap": 2.0,
        "standard": "按时完成报送任务得 2 分；被县级以上采用每篇加 0.5 分，最多加 2 分。",
        "source_text": "0..2;+0.5/篇,最多2",
        "rule_ids": [("bonus", "信息被县级以上采用", 0.5, "篇", 2.0)],
    },
    {
        "name": "政治理论学习",
        "method": "judged",
        "full_score": 2.0,
        "standard": "按计划参加学习，有笔记。",
        "source_text": "0..2",
        "rule_ids": [],
    },
    {
        "name": "办公环境卫生",
        "method": "judged",
        "full_score": 1.0,
        "standard": "办公场所整洁有序。",
        "source_text": "0..1",
        "rule_ids": [],
    },
]

#: Rows that only the plans of single units hold.
OWN_STAFF = [
    {
        "name": "民情台账",
        "method": "judged",
        "full_score": 2.0,
        "evidence_required": True,
        "standard": "每月整理民情台账，须上传佐证材料。",
        "source_text": "0..2",
        "rule_ids": [],
    },
]

#: Rows of the year sheet, in the plans of single units.
OWN_YEAR = [
    {
        "name": "年度重点任务完成情况",
        "method": "judged",
        "full_score": 60.0,
        "standard": "对照岗位职责和年度目标任务评定。",
        "source_text": "0..60",
        "rule_ids": [],
    },
    {
        "name": "德能勤廉综合表现",
        "method": "judged",
        "full_score": 40.0,
        "standard": "由分管领导结合平时表现评定。",
        "source_text": "0..40",
        "rule_ids": [],
    },
]

#: Rows with which departments without own rows in the real table fill their 60 points.
OWN_DEPARTMENTS = [
    {
        "name": "本单位年度重点工作",
        "method": "judged",
        "full_score": 40.0,
        "focus": "major_project",
        "standard": "按目标计划书列明的重点工作完成情况评定。",
        "source_text": "0..40",
        "rule_ids": [],
    },
    {
        "name": "为民办实事项目完成率",
        "method": "ratio",
        "full_score": 20.0,
        "uom": "%",
        "default_target": 100.0,
        "focus": "livelihood",
        "standard": "按完成比例计分。",
        "source_text": "完成比例*20",
        "rule_ids": [],
    },
]


def build(env):
    """Make the schemes, import their tables and add the county's own rows.

    :return: ``{name: perf.scheme}``
    """
    office = user(env, "office")
    schemes = {name: _import_table(env(user=office), *spec) for name, spec in SCHEMES.items()}
    _add_own(schemes["persons"], OWN_PERSONAL, scope="common", frequency="month")
    _add_own(schemes["persons"], OWN_STAFF, scope="specific", frequency="month")
    _add_own(schemes["persons"], OWN_YEAR, scope="specific", frequency="year")
    _add_own(schemes["departments"], OWN_DEPARTMENTS, scope="specific", frequency="quarter")
    _settle_units(env, schemes["townships"].indicator_ids | schemes["departments"].indicator_ids)
    env["perf.scheme"].union(*schemes.values()).action_usual_grades()
    return {name: scheme.with_env(env) for name, scheme in schemes.items()}


def _import_table(env, title, kind, filename, categories, frequency):
    """Make a scheme and import its table, as the office does it in the wizard."""
    scheme = env["perf.scheme"].create(
        {
            "name": title,
            "kind": kind,
            "category_ids": [Command.set([ref(env, name).id for name in categories])],
            "sheet_bonus_cap": 5.0,
        },
    )
    with file_open(f"{FOLDER}/{filename}", "rb") as file:
        content = base64.b64encode(file.read())
    wizard = env["perf.indicator.import"].create(
        {"scheme_id": scheme.id, "frequency": frequency, "file": content, "filename": filename},
    )
    wizard.action_read()
    _correct(env, wizard)
    wizard.action_import()
    return scheme


def _settle_units(env, rows):
    """Say which rows of the unit tables are yearly, and who scores those for which the source names nobody."""
    rows.filtered(lambda row: row.name in YEARLY).write({"frequency": "year"})
    bare = rows.filtered(lambda row: not row.lead_unit_ids and not row.is_register)
    for name, group in bare.grouped(lambda row: LEADS.get(row.name)).items():
        if name:
            group.write({"lead_unit_ids": [Command.set(ref(env, name).ids)]})


def _correct(env, wizard):
    """Correct rows of the preview: places of the source's county, and the departments that its notes name."""
    units = env["hr.department"].search([("perf_is_unit", "=", True)])
    by_name = {unit.name: unit.id for unit in units}
    by_name.update({name: by_name[host] for name, host in HOSTS.items()})
    for line in wizard.line_ids:
        note = (line.note or "").replace("仅琴江镇温坊人工湖", "仅适用于有人工湖的乡镇")
        leads = {unit for name, unit in by_name.items() if name in note}
        line.write({"note": note, "lead_unit_ids": [Command.set(sorted(leads))]})


def _add_own(scheme, rows, **values):
    """Add the county's own rows to a scheme, plainly marked as such."""
    section = scheme.env["perf.indicator.section"].search([("name", "=", OWN_SECTION)], limit=1)
    section = section or section.create({"name": OWN_SECTION, "kind": "routine", "sequence": 90})
    names = ("kind", "name", "points", "uom", "max_points")
    scheme.env["perf.indicator"].create(
        [
            {
                **row,
                **values,
                "scheme_id": scheme.id,
                "kind": scheme.kind,
                "section_id": section.id,
                "sequence": 900 + place * 10,
                "note": OWN_NOTE,
                "rule_ids": [Command.create(dict(zip(names, rule, strict=True))) for rule in row["rule_ids"]],
            }
            for place, row in enumerate(rows)
        ],
    )
