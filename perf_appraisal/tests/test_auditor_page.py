import re

from odoo.tests import tagged

from ..tools import inheritance
from .common import PerfCommon
from .laws import ROOT

PAGE = ROOT.parent / "docs" / "auditor.md"

#: Documents and their rights, in the words of the page and in its order.
DOCUMENTS = {
    "考评表": (
        "perf.appraisal",
        {
            "查看": "see",
            "填报": "fill",
            "提交": "submit",
            "审定": "review",
            "核定": "confirm",
            "更正、退回、免考": "settle",
            "变更审定领导": "assign",
        },
    ),
    "考评表的一行": ("perf.appraisal.line", {"查看": "see", "牵头单位评分": "score_led"}),
    "加减分申报": ("perf.claim", {"查看": "see", "申报": "fill", "认定": "accept"}),
    "改分记录": ("perf.score.change", {"查看": "see"}),
    "工作日志": ("perf.work.log", {"查看": "see", "填写": "write"}),
    "目标计划书": ("perf.plan", {"查看": "see", "起草": "draft", "签署": "sign", "批准": "approve", "退回": "return"}),
    "季度汇总": ("perf.summary", {"查看": "see", "填写": "draft", "提交": "submit", "核定": "confirm"}),
    "被考评对象": ("perf.appraisee", {"查看": "see", "维护": "write"}),
    "代理": ("perf.standin", {"查看": "see", "指定": "name", "终止": "end"}),
    "任职变动记录": ("perf.leadership", {"查看": "see"}),
    "处分": ("perf.sanction", {"查看": "see", "登记": "write"}),
    "延期": ("perf.extension", {"查看": "see", "批准": "write"}),
    "上级下达指标": ("perf.superior.indicator", {"查看": "see", "维护": "write"}),
    "督导组": ("perf.team", {"查看": "see", "维护": "write"}),
    "随机抽取": ("perf.draw", {"查看": "see", "抽取": "write"}),
    "检查": (
        "perf.inspection",
        {"查看": "see", "计划": "prepare", "实施": "check", "办结": "close", "取消": "cancel"},
    ),
    "发现问题": (
        "perf.finding",
        {
            "查看": "see",
            "记录": "find",
            "答复": "reply",
            "认定": "confirm",
            "撤销": "withdraw",
            "报告整改": "report",
            "复查": "verify",
        },
    ),
    "困难事项、督办件": (
        "perf.ticket",
        {"查看": "see", "填写": "write", "受理": "accept", "答复": "answer", "重新办理": "reopen"},
    ),
    "加减分事项": (
        "perf.adjustment",
        {
            "查看": "see",
            "登记": "fill",
            "提交": "submit",
            "公示": "publish",
            "答复": "reply",
            "核定": "confirm",
            "不予核定": "decide",
            "冲销": "reverse",
        },
    ),
    "评议测评": ("perf.rating", {"查看": "see", "组织": "run"}),
    "汇总票数": (
        "perf.rating.tally",
        {"查看": "see", "录入": "enter", "退回": "return", "核对": "check", "撤销核对": "uncheck"},
    ),
    "评议测评结果": ("perf.rating.score", {"查看": "see"}),
    "评议测评意见": ("perf.rating.comment", {"查看": "see", "办理": "write"}),
    "考评结果": ("perf.result", {"查看": "see", "调整等次": "calibrate"}),
    "等次评定会": ("perf.calibration", {"查看": "see", "准备": "write", "议定": "decide"}),
    "事后变更": ("perf.later.change", {"查看": "see"}),
    "公示": ("perf.notice", {"查看": "see", "发布": "fill", "结束": "end"}),
    "异议、复核、申诉": (
        "perf.appeal",
        {"查看": "see", "提出": "fill", "撤回": "withdraw", "受理": "accept", "决定": "handle"},
    ),
    "异议人": ("perf.objector", {"查看": "see"}),
}

#: Columns of the table of the page.
ROLES = ("本人", "考评小组", "主要负责人", "分管领导", "审定领导", "牵头单位", "代理人", "绩效办", "审计员")

#: Those for whom the table has no column.
OTHERS = ("责任人", "指定人", "督导人员", "人力资源", "全体人员", "提出人", "办理人", "管理员")

#: What a way of a right leads to: a pattern of the fields on it, and roles. The first that fits counts.
WAYS = (
    (r"/act_\w+/", "代理人"),
    (r"(lead_unit_id|lead_unit_ids|assist_unit_ids)/", "牵头单位"),
    (r"^group/.*group_perf_office$", "绩效办"),
    (r"^group/.*group_perf_auditor$", "审计员"),
    (r"^group/.*group_perf_admin$", "管理员"),
    (r"^group/hr\.group_hr_user$", "人力资源"),
    (r"(^|/)reviewer_id/", "审定领导"),
    (r"(^|/)employee_id\.user_id$", "本人"),
    (r"perf_leader_user_ids$", "考评小组 主要负责人 分管领导"),
    (r"perf_head_user_ids$", "主要负责人"),
    (r"perf_coordinator_(user_)?ids", "考评小组"),
    (r"perf_deputy_ids", "分管领导"),
    (r"manager_id\.user_id$", "主要负责人"),
    (r"(responsible_id|assistant_ids)\.user_id$", "责任人"),
    (r"named_by_id$", "指定人"),
    (r"(^|/)rows/verify$", "督导人员"),
    (r"(inspector_ids|member_ids)\.user_id$", "督导人员"),
    (r"^leader_employee_id\.user_id$", "本人"),
    (r"standin_id\.user_id$", "代理人"),
    (r"^rows/use$", "本人"),
    (r"^everybody$", "全体人员"),
    (r"(^|objector_ids\.)user_id$", "提出人"),
    (r"(^|/)handler_id$", "办理人"),
)

#: Whom a right leaves out, in the words of the page; a state in which nobody has it is none of these.
LEFT_OUT = {
    "answer": "本人",
    "own": "本人 本单位领导和考评小组",
    "filled": "填报人",
    "reviewed": "审定人",
    "corrected": "更正人",
    "signed": "签署人",
    "submitted": "提交人",
    "work_in": "本单位人员",
    "stand_in": "代理人",
    "found": "发现人",
    "entered": "登记人",
    "filed": "提出人",
    "concerned": "此前经办人",
    "compared": "同一排名组的",
    "unknown": "当事人(审定完成前,领导所加所改的)",
}


@tagged("post_install", "-at_install")
class TestAuditorPage(PerfCommon):
    """What the page for the auditor says of rights is what the models declare."""

    def _page(self):
        if not PAGE.exists():
            self.skipTest("the module was installed without its handbook")
        return PAGE.read_text(encoding="utf-8")

    def _rows(self, heading):
        """Return the rows of the table under a heading of the page, as lists of texts."""
        part = re.split(rf"^## {heading}$", self._page(), flags=re.MULTILINE)[1].split("\n## ")[0]
        lines = [line for line in part.splitlines() if line.startswith("|")]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]

    def _ways(self, model, name, trail=""):
        """Return all ways by which accounts come to a right, as texts of the fields and rights on them."""
        right = self.env[model]._right(name)
        if right.rows:
            return [f"{trail}rows/{name}"]
        found = []
        for way in right.ways:
            if way.group:
                found.append(f"group/{way.group}")
            elif way.right:
                end = self.env[model]._path_model(way.path)._name if way.path else model
                found += self._ways(end, way.right, f"{trail}{way.path}/{way.right}/" if way.path else trail)
            else:
                found.append(f"{trail}{way.path}" or "everybody")
        return found

    def _roles(self, model, name):
        """Return the roles that have a right."""
        roles = set()
        for way in self._ways(model, name):
            fitting = [names for pattern, names in WAYS if re.search(pattern, way)]
            self.assertTrue(fitting, f"{model}.{name}: say on the page whom {way} leads to")
            roles.update(fitting[0].split())
        return roles

    def _left_out(self, model, name):
        """Return whom a right leaves out: itself, by each of its ways, or by the rule that holds for every write."""
        right, records = self.env[model]._right(name), self.env[model]
        personal = [never for never in right.never if not records._right(never).of_nobody]
        found = {people for never in personal for people in LEFT_OUT[never].split()}
        by_way = []
        for way in right.ways:
            end = records._path_model(way.path)._name if way.path else model
            by_way.append(self._left_out(end, way.right) if way.right else set())
        found |= set.intersection(*by_way) if by_way else set()
        written = name == "write" and "touch" in inheritance.declared(type(records), "_rights")
        return found | (self._left_out(model, "touch") if written else set())

    def _expected(self):
        """Return the rows of the table, as the models declare them."""
        rows = []
        for document, (model, rights) in DOCUMENTS.items():
            for act, name in rights.items():
                roles = self._roles(model, name)
                cells = ["✓" if role in roles else "" for role in ROLES]
                others = [role for role in OTHERS if role in roles]
                rows.append([document, act, *cells, "、".join(others), "、".join(sorted(self._left_out(model, name)))])
        return rows

    def test_the_page_says_of_every_right_who_has_it(self):
        expected = self._expected()
        found = self._rows("谁能看、谁能办")
        lines = "\n".join(f"| {' | '.join(row)} |" for row in expected)
        self.assertEqual(found, expected, f"the page should say:\n{lines}")

    def test_every_document_that_declares_who_sees_it_is_on_the_page(self):
        shown = {model for model, _rights in DOCUMENTS.values()}
        with_parents = {  # seen with the document they belong to
            "perf.plan.line",
            "perf.result.line",
            "perf.result.shift",
            "perf.superior.progress",
            "perf.draw.line",
            "perf.inspection.item",
            "perf.inspection.attendance",
            "perf.rectification",
            "perf.ticket.reply",
            "perf.rating.group",
            "perf.rating.change",
            "perf.rating.tally.line",
            "perf.notice.line",
        }
        for name in self.env.registry.descendants(["perf.rights.mixin"], "_inherit"):
            model = self.env[name]
            if model._abstract or not name.startswith("perf."):
                continue
            if "see" in inheritance.declared(type(model), "_rights"):
                self.assertIn(name, shown | with_parents)

    def test_every_step_of_a_document_on_the_page_is_on_it(self):
        for model, rights in DOCUMENTS.values():
            steps = getattr(self.env[model], "_transitions", None) and self.env[model]._declared("_transitions")
            needed = {step.right for step in (steps or {}).values() if step.right}
            self.assertLessEqual(needed, set(rights.values()), model)

    def test_the_tests_that_the_page_names_are_there(self):
        named = set(re.findall(r"\btest_\w+\.py\b", self._page()))
        self.assertGreater(len(named), 10)
        there = {path.name for folder in (ROOT / "tests", ROOT.parent / "tests") for path in folder.rglob("test_*.py")}
        self.assertFalse(named - there)
