from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give each company reasons of its own for no grade, and settled results what they were computed from."""
    cr.execute(
        """
        INSERT INTO perf_no_grade_reason (name, sequence, active, counts_in_quota, company_id)
        SELECT n.name, n.sequence, n.active, n.counts_in_quota, c.company_id
          FROM perf_no_grade_reason n
          JOIN (SELECT DISTINCT company_id FROM perf_cycle) c ON c.company_id != n.company_id
            ON CONFLICT DO NOTHING
        """
    )
    cr.execute(
        """
        UPDATE perf_appraisee a
           SET no_grade_reason_id = own.id
          FROM perf_no_grade_reason n
          JOIN perf_no_grade_reason own ON own.name = n.name
         WHERE n.id = a.no_grade_reason_id AND n.company_id != a.company_id AND own.company_id = a.company_id
        """
    )
    cr.execute(
        """
        UPDATE perf_result r
           SET no_grade_reason_id = CASE WHEN r.no_grade THEN a.no_grade_reason_id END,
               in_quota = CASE WHEN r.no_grade THEN COALESCE(n.counts_in_quota, false) ELSE true END,
               is_barred = EXISTS (SELECT 1
                                     FROM perf_sanction o
                                     JOIN perf_period p ON p.id = r.period_id
                                    WHERE o.employee_id = r.employee_id AND o.date_from <= p.date_end
                                      AND COALESCE(o.date_to, 'infinity') >= p.date_end)
          FROM perf_appraisee a
     LEFT JOIN perf_no_grade_reason n ON n.id = a.no_grade_reason_id
         WHERE a.id = r.appraisee_id AND r.state != 'draft' AND r.in_quota IS NULL
        """
    )
    _tell_what_was_missing(api.Environment(cr, SUPERUSER_ID, {}))


def _tell_what_was_missing(env):
    """Keep which grades settled results were not given as something was missing beside points: it was read anew."""
    facts, standing = env["perf.result.facts"], env["perf.result.standing"]
    settled = env["perf.result"].search([("state", "!=", "draft")])
    for period, results in settled.grouped("period_id").items():
        ids = {result.appraisee_id.id: result.id for result in results}
        unmet = standing._unmet(period, facts._subjects(period, list(ids)))
        results._keep_unmet({ids[key]: grades for key, grades in unmet.items()}, results.ids)
