from collections import defaultdict

from odoo import api, models

from ....tools import ranking, scoring

#: Vetoes, the gravest first: who has several has this one.
VETOES = ("no_grade", "worst_grade", "one_grade_down", "no_top_grade", "direct_top")


class PerfResultStanding(models.AbstractModel):
    """Places and grades of all whose points of a period are known."""

    _name = "perf.result.standing"
    _description = "Places and Grades"

    # === BUSINESS METHODS === #

    @api.model
    def _places(self, totals):
        """Return the place of each, and among how many: ``{appraisee id: (place, number)}``.

        :param dict totals: ``{Subject: total}`` of all; who has no grade is not ranked
        """
        groups = defaultdict(dict)
        for subject, total in totals.items():
            if total is not None and not subject.no_grade:
                groups[subject.group][subject.id] = total
        return {
            appraisee: (place, len(group))
            for group in groups.values()
            for appraisee, place in ranking.places(group).items()
        }

    @api.model
    def _grades(self, period, totals, vetoes, unmet, given):
        """Return the grade that points, quotas and vetoes give: ``{appraisee id: perf.grade}``.

        Rule: from the top; a quota is counted among those who should take part, and the grades of results on notice
        or final are given away from it.

        :param period: ``perf.period`` record
        :param dict totals: ``{Subject: total}``
        :param dict vetoes: ``{appraisee id: [veto]}``
        :param dict unmet: as from :meth:`_unmet`
        :param dict given: ``{appraisee id: grade id}`` of results on notice or final
        """
        found, unit_grades = {}, self.env["perf.result"].sudo()._unit_grades(period)
        for members, ladders, steps in self._shares(period, totals, unit_grades):
            points = {
                subject.id: totals[subject]
                for subject in members
                if not subject.no_grade and totals.get(subject) is not None and subject.id not in given
            }
            barring = {key: min(vetoes[key], key=VETOES.index) for key in points if vetoes.get(key)}
            closed = {
                subject.id: [place for place, grade in enumerate(ladders[subject.category_id]) if grade in barred]
                for subject in members
                if (barred := unmet.get(subject.id))
            }
            held = [
                ladders[one.category_id].ids.index(grade)
                for one in members
                if (grade := given.get(one.id)) in ladders[one.category_id].ids  # settled ones may have none
            ]
            left = [
                step if step.most is None else step._replace(most=max(step.most - held.count(place), 0))
                for place, step in enumerate(steps)
            ]
            placed = ranking.grades(points, left, barring, closed)
            for subject in members:
                if (place := placed.get(subject.id)) is not None:
                    found[subject.id] = ladders[subject.category_id][place]
        return found

    def _shares(self, period, subjects, unit_grades):
        """Return who shares a quota, the grades of each category, and what these ask for and how many may have each.

        :param period: ``perf.period`` record
        :param subjects: iterable of :class:`Subject`: of whom something is known; who should take part joins them
        :param dict unit_grades: ``{unit id: perf.grade}``: they set the quota of their people
        :return: list of ``([Subject], {category id: perf.grade}, [ranking.Grade])``
        """
        known = list(subjects)
        absent = self.env["perf.result.facts"].sudo()._absent(period, {subject.kind for subject in known})
        nobody = frozenset(absent)
        return [
            (members, ladders, self._steps(members, next(iter(ladders.values())), unit_grades))
            for members, ladders in self._pools(period, [*known, *absent]).values()
            if not nobody.issuperset(members)
        ]

    def _unmet(self, period, subjects):
        """Return the grades whose conditions people and units do not meet: ``{appraisee id: perf.grade}``.

        :param period: ``perf.period`` record
        :param subjects: iterable of :class:`Subject`
        """
        schemes = self.env["perf.scheme"].browse({subject.scheme_id for subject in subjects})
        conditions = schemes.grade_ids.filtered(lambda grade: grade.period_kind == period.kind).condition_ids
        found = defaultdict(self.env["perf.grade"].browse)
        for condition in conditions:
            asked = [subject for subject in subjects if subject.scheme_id == condition.grade_id.scheme_id.id]
            for appraisee in self._failing(condition, period, asked):
                found[appraisee] |= condition.grade_id
        return found

    # === HELPERS === #

    def _failing(self, condition, period, subjects):
        """Return the ids of the appraisees who do not meet a condition.

        :param condition: ``perf.grade.condition`` record
        :param period: ``perf.period`` record
        :param list subjects: of :class:`Subject`
        """
        if condition.kind == "no_sanction":
            return {subject.id for subject in subjects if subject.is_barred}
        counts = self._good_children(condition, period, [subject.id for subject in subjects])
        return {subject.id for subject in subjects if counts.get(subject.id, 0) < condition.n}

    def _good_children(self, condition, period, appraisee_ids):
        """Return how many shorter results have a grade as a condition asks: ``{appraisee id: number}``."""
        shorter = period._inside().filtered(lambda child: child.kind == condition.child_kind)
        graded = [
            ("period_id", "in", shorter.ids),
            ("appraisee_id", "in", appraisee_ids),
            ("grade_id", "in", condition._good_grades().ids),
        ]
        groups = self.env["perf.result"].sudo()._read_group(graded, ["appraisee_id"], ["__count"])
        return {appraisee.id: count for appraisee, count in groups}

    def _pools(self, period, subjects):
        """Return who shares a quota, and the grades of each category: ``{pool: ([Subject], {category id: grades})}``.

        Categories whose grades bear other names, but ask the same, share a quota.
        """
        schemes = self.env["perf.scheme"].browse({subject.scheme_id for subject in subjects})
        categories = self.env["perf.category"].browse({subject.category_id or 0 for subject in subjects})
        ladders = {
            (scheme.id, category.id): scheme.grade_ids._of(category, period.kind)
            for scheme in schemes
            for category in (*categories, categories.browse())
        }
        asked = {key: tuple(map(_asked, ladder)) for key, ladder in ladders.items() if ladder}
        among = {scheme.id: scheme.quota_pool for scheme in schemes}
        pools = {}
        for subject in subjects:
            whose = (subject.scheme_id, subject.category_id or False)
            if whose not in asked:
                continue
            key = (self._pool_of(subject, among[subject.scheme_id]), asked[whose])
            members, of_categories = pools.setdefault(key, ([], {}))
            members.append(subject)
            of_categories[subject.category_id] = ladders[whose]
        return pools

    @staticmethod
    def _pool_of(subject, among):
        """Return among whom quotas are counted.

        :param str among: quota pool of the scheme
        """
        pool = {
            "unit": (subject.unit_id,),
            "unit_category": (subject.unit_id, subject.category_id),
            "category": (0, subject.category_id),
            "company": (),
        }[among]
        if subject.kind == "unit":
            pool = (0, subject.category_id) if among != "company" else ()
        elif subject.is_head:
            pool = ("heads", subject.category_id)
        return (subject.scheme_id, *pool)

    def _steps(self, members, ladder, unit_grades):
        """Return the grades of a pool as the engine wants them.

        :param list members: of :class:`Subject`
        :param ladder: ``perf.grade`` recordset, from the best down
        :param dict unit_grades: as for :meth:`_shares`
        """
        expected = sum(subject.in_quota for subject in members)
        rounding = ladder.scheme_id.quota_rounding
        percents = [scoring.to_decimal(grade.quota_percent) for grade in ladder]
        units = {subject.unit_id for subject in members if subject.kind == "employee" and not subject.is_head}
        if len(units) == 1 and (grade := unit_grades.get(units.pop())) and grade.people_quota_percent:
            percents[0] = scoring.to_decimal(grade.people_quota_percent)
        return [
            ranking.Grade(scoring.to_decimal(grade.min_score), ranking.quota(expected, percent, rounding))
            for grade, percent in zip(ladder, percents, strict=True)
        ]


def _asked(grade):
    """Return what a grade asks for."""
    return grade.min_score, grade.quota_percent
