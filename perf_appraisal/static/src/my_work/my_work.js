import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {Layout} from "@web/search/layout";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const SHEET = "perf.appraisal";
const SUMMARY = {
    icon: "fa-file-text-o",
    model: "perf.summary",
    action: "perf_appraisal.perf_summary_action",
    filters: {search_default_draft: 1},
};

/** Kind of card → icon, model of a single record, action of several, filters of that action. */
const KINDS = {
    fill: {icon: "fa-pencil", model: SHEET},
    review: {icon: "fa-check-square-o", model: SHEET, action: "perf_appraisal.perf_appraisal_action_review"},
    review_top: {
        icon: "fa-check-square-o",
        model: SHEET,
        action: "perf_appraisal.perf_appraisal_action",
        filters: {search_default_review_top: 1},
    },
    review_above: {
        icon: "fa-clock-o",
        model: SHEET,
        action: "perf_appraisal.perf_appraisal_action_review_above",
    },
    sign: {
        icon: "fa-pencil-square-o",
        model: "perf.plan",
        action: "perf_appraisal.perf_plan_action",
        filters: {search_default_to_sign: 1},
    },
    approve: {
        icon: "fa-file-text-o",
        model: "perf.plan",
        action: "perf_appraisal.perf_plan_action",
        filters: {search_default_to_approve: 1},
    },
    superior: {
        icon: "fa-level-down",
        model: "perf.superior.indicator",
        action: "perf_appraisal.perf_superior_indicator_action",
        filters: {search_default_to_take: 1},
    },
    superior_assign: {
        icon: "fa-share-alt",
        model: "perf.superior.indicator",
        action: "perf_appraisal.perf_superior_indicator_action",
        filters: {search_default_not_assigned: 1},
    },
    lead: {icon: "fa-th", model: "perf.appraisal.line", action: "perf_appraisal.perf_grid_action_lead"},
    standin: {
        icon: "fa-user-plus",
        model: "perf.standin",
        action: "perf_appraisal.perf_standin_action",
        filters: {search_default_waiting: 1, search_default_for_me: 1},
    },
    confirm: {icon: "fa-gavel", model: SHEET, action: "perf_appraisal.perf_appraisal_action_confirm"},
    summary_write: SUMMARY,
    summary_submit: SUMMARY,
    summary_confirm: {
        ...SUMMARY,
        action: "perf_appraisal.perf_summary_action_office",
        filters: {search_default_submitted: 1},
    },
    period: {icon: "fa-calendar-plus-o", model: "perf.period"},
    job_failed: {
        icon: "fa-exclamation-triangle",
        model: "perf.batch",
        action: "perf_appraisal.perf_batch_action",
        filters: {search_default_failed: 1},
    },
    job_running: {
        icon: "fa-cogs",
        model: "perf.batch",
        action: "perf_appraisal.perf_batch_action",
        filters: {search_default_active: 1},
    },
    team: {
        icon: "fa-users",
        model: SHEET,
        action: "perf_appraisal.perf_appraisal_action_team",
    },
};

/** Kind of card → what it says in large letters. */
const TITLES = {
    fill: ({period, unit}) =>
        unit
            ? _t("Fill in the sheet of %(unit)s for %(period)s", {unit, period})
            : _t("Fill in your sheet for %s", period),
    review: ({count}) => (count === 1 ? _t("Review 1 sheet") : _t("Review %s sheets", count)),
    review_top: ({count}) => (count === 1 ? _t("Review 1 sheet of a head") : _t("Review %s sheets of heads", count)),
    review_above: ({count}) =>
        count === 1
            ? _t("1 sheet that its leader has not reviewed")
            : _t("%s sheets that their leaders have not reviewed", count),
    sign: ({count}) => (count === 1 ? _t("Sign 1 target plan") : _t("Sign %s target plans", count)),
    approve: ({count}) => (count === 1 ? _t("Approve 1 target plan") : _t("Approve %s target plans", count)),
    superior: ({count}) =>
        count === 1
            ? _t("Take 1 superior indicator into the plan")
            : _t("Take %s superior indicators into the plan", count),
    superior_assign: ({count}) =>
        count === 1
            ? _t("Name the lead unit of 1 superior indicator")
            : _t("Name the lead units of %s superior indicators", count),
    lead: ({count, period}) =>
        count === 1
            ? _t("Score 1 line as lead unit for %(period)s", {period})
            : _t("Score %(count)s lines as lead unit for %(period)s", {count, period}),
    standin: ({count}) => (count === 1 ? _t("Accept to stand in") : _t("Accept %s times to stand in", count)),
    confirm: ({count}) => (count === 1 ? _t("Confirm 1 sheet") : _t("Confirm %s sheets", count)),
    summary_write: ({period}) => _t("Write the opinion on %s", period),
    summary_submit: ({count, period}) =>
        count === 1 ? _t("Submit the summary of %s", period) : _t("Submit %s summaries", count),
    summary_confirm: ({count}) => (count === 1 ? _t("Confirm 1 summary") : _t("Confirm %s summaries", count)),
    period: ({period}) => _t("Open %s for everybody", period),
    job_failed: ({count}) => (count === 1 ? _t("1 job has stopped") : _t("%s jobs have stopped", count)),
    job_running: ({count}) => (count === 1 ? _t("1 job is under way") : _t("%s jobs are under way", count)),
    team: ({count}) =>
        count === 1 ? _t("1 sheet is not handed in yet") : _t("%s sheets are not handed in yet", count),
};

/** What waits for the user, most urgent first, with one button for each. */
export class MyWork extends Component {
    static template = "perf_appraisal.MyWork";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({cards: [], sheets: [], user: ""});
        onWillStart(async () => Object.assign(this.state, await this.orm.call("perf.my.work", "get_my_work", [])));
    }

    /** A small screen shows the title in its main bar already. */
    get display() {
        return {controlPanel: this.env.isSmall ? false : {}};
    }

    icon(card) {
        return KINDS[card.kind].icon;
    }

    title(card) {
        return TITLES[card.kind](card);
    }

    hint(card) {
        return {
            fill: card.returned
                ? _t("Given back: %s", card.returned)
                : card.submits
                  ? _t("%(filled)s of %(total)s lines filled in", {filled: card.filled, total: card.total})
                  : _t("%(filled)s of %(total)s lines filled in; the head of the unit submits it.", {
                        filled: card.filled,
                        total: card.total,
                    }),
            review: _t("Your people have scored themselves; now it is your turn."),
            review_top: _t("Nobody is above them, so the Performance Office reviews them."),
            review_above: _t("The deadline of the review is past, so you may review in the leader's place."),
            sign: _t("You head the unit. The plan binds after your signature and the office's approval."),
            superior: _t("Region or city asks for it, and your unit answers for it."),
            superior_assign: _t("Region or city handed them down; no unit answers for them yet."),
            approve: _t("Signed by the head of the unit, or made for a category."),
            lead: _t("Give points and reasons on the sheets of other units, in one grid."),
            standin: _t("You were asked to act for somebody who is absent."),
            confirm: _t("Reviewed by their leaders. Confirming posts them to the score ledger."),
            summary_write: card.returned
                ? _t("Given back: %s", card.returned)
                : _t("The meeting and opinion of the appraisal group; the head submits it."),
            summary_submit: card.returned
                ? _t("Given back: %s", card.returned)
                : _t("Every sheet of your people is reviewed. The figures are frozen when you submit."),
            summary_confirm: _t("Confirm them with the reviewed sheets inside, or give them back with a reason."),
            period: _t("Everybody who takes part gets a sheet."),
            job_failed: _t("See why, and let it go on where it stopped."),
            job_running: _t("It goes on by itself. See how far it is."),
            team: card.fillable
                ? _t("Remind them, or fill in for those who cannot do it themselves; it is marked so.")
                : _t("Your people still have to score themselves."),
        }[card.kind];
    }

    button(card) {
        if (card.kind === "fill") {
            if (!card.submits) {
                return _t("Fill in");
            }
            if (card.returned) {
                return _t("Correct and hand in");
            }
            return card.filled === card.total ? _t("Check and submit") : _t("Fill in");
        }
        return (
            {
                review: _t("Review"),
                review_above: _t("Review"),
                review_top: _t("Review"),
                sign: _t("Read and sign"),
                approve: _t("Approve"),
                superior: _t("Take into Plan"),
                superior_assign: _t("Assign"),
                lead: _t("Give Points"),
                standin: _t("Read and accept"),
                confirm: _t("Confirm"),
                summary_write: _t("Write"),
                summary_submit: _t("Read and submit"),
                summary_confirm: _t("Read and confirm"),
                period: _t("Open Period"),
                job_failed: _t("See why"),
            }[card.kind] || _t("Show")
        );
    }

    due(card) {
        const {count, days, deadline, late} = card;
        if (late && count > 1) {
            return _t("%(late)s of %(count)s late", {late, count});
        }
        if (days === null) {
            return "";
        }
        if (days < 0) {
            return days === -1 ? _t("1 day late") : _t("%s days late", -days);
        }
        if (days === 0) {
            return _t("due today");
        }
        if (days === 1) {
            return _t("due tomorrow");
        }
        return _t("due in %(days)s days, %(date)s", {days, date: formatDate(deserializeDate(deadline))});
    }

    tone(card) {
        if (card.late || card.returned || card.kind === "job_failed") {
            return "danger";
        }
        if (card.days !== null && card.days <= 2) {
            return "warning";
        }
        return ["team", "job_running"].includes(card.kind) ? "secondary" : "primary";
    }

    points(value) {
        return formatFloat(value, {digits: [16, 2], trailingZeros: false});
    }

    open(card) {
        const {action, filters, model} = KINDS[card.kind];
        if (card.res_id || !action) {
            return this.openForm(model, card.res_id);
        }
        return this.action.doAction(action, {additionalContext: filters});
    }

    writeLog() {
        return this.action.doAction("perf_appraisal.perf_work_log_action_write");
    }

    /** The grid in which the sheets of a card are worked on all at once, if there is one. */
    grid(card) {
        if (card.kind === "review" && card.count > 1) {
            return "perf_appraisal.perf_grid_action_review";
        }
        return card.kind === "team" && card.fillable ? "perf_appraisal.perf_grid_action_self" : "";
    }

    openForm(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("perf_my_work", MyWork);
