import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** What a sheet of each state waits for, most urgent first. */
const WAITING = {
    draft: _t("To hand in"),
    self_scored: _t("To review"),
    reviewed: _t("To confirm"),
};

/** Units × months and quarters: how far each unit is, in words and colours. */
export class Tracking extends Component {
    static template = "perf_appraisal.Tracking";
    static props = {cycleId: {type: [Number, Boolean]}, open: Function};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({data: null, busy: false, troubled: false});
        onWillStart(() => this.load(this.props.cycleId));
        onWillUpdateProps((next) => next.cycleId !== this.props.cycleId && this.load(next.cycleId));
    }

    async load(cycleId) {
        this.state.data = await this.orm.call("perf.board", "get_tracking", [], {cycle_id: cycleId});
        this.summaryLabels = Object.fromEntries(this.state.data.summary_states);
    }

    get groups() {
        const groups = this.state.data.groups.map((group) => ({
            ...group,
            units: this.state.troubled ? group.units.filter((unit) => this.isTroubled(unit)) : group.units,
        }));
        return groups.filter((group) => group.units.length);
    }

    get allCells() {
        return this.state.data.groups.flatMap((group) => group.units.flatMap((unit) => Object.values(unit.cells)));
    }

    isTroubled(unit) {
        return Object.values(unit.cells).some((cell) => this.sum(cell.late));
    }

    sum(counts) {
        return Object.values(counts).reduce((total, count) => total + count, 0);
    }

    get figures() {
        const cells = this.allCells;
        const units = this.state.data.groups.flatMap((group) => group.units);
        const summaries = cells.map((cell) => cell.summary).filter(Boolean);
        return {
            units: units.filter((unit) => this.isTroubled(unit)).length,
            late: cells.reduce((total, cell) => total + this.sum(cell.late), 0),
            unsigned: cells.reduce((total, cell) => total + cell.unsigned, 0),
            submitted: summaries.filter((summary) => summary.state === "submitted").length,
            drafts: summaries.filter((summary) => summary.state === "draft").length,
        };
    }

    /** The marks of a cell: each a word, a number, a colour and the sheets behind it. */
    marks(cell, period) {
        const marks = [];
        const closed = period.state === "closed";
        const late = this.sum(cell.late);
        if (late) {
            marks.push({key: "late", label: _t("Late"), count: late, style: "text-bg-danger", icon: "fa-clock-o"});
        }
        for (const [state, label] of Object.entries(WAITING)) {
            const count = (cell.counts[state] || 0) - (cell.late[state] || 0);
            if (count) {
                const missing = closed && state === "draft";
                marks.push({
                    key: state,
                    state,
                    label: missing ? _t("Missing") : label,
                    count,
                    style: `o_perf_state_${state}`,
                });
            }
        }
        if (cell.unsigned) {
            marks.push({
                key: "unsigned",
                label: _t("Not signed"),
                count: cell.unsigned,
                style: "o_perf_tracking_unsigned",
                icon: "fa-pencil-square-o",
            });
        }
        return marks;
    }

    total(cell) {
        return this.sum(cell.counts);
    }

    done(cell) {
        return (cell.counts.confirmed || 0) + (cell.counts.excused || 0);
    }

    handedIn(cell) {
        return this.total(cell) - (cell.counts.draft || 0) - (cell.counts.excused || 0);
    }

    summaryStyle(summary) {
        return {draft: "o_perf_state_draft", submitted: "o_perf_state_reviewed", confirmed: "o_perf_state_confirmed"}[
            summary.state
        ];
    }

    openMark(unit, period, mark) {
        const values = {name: unit.name, state: mark.state, late: mark.key === "late"};
        if (mark.key === "unsigned") {
            values.state = "confirmed";
            values.domain = [["has_signed_copy", "=", false]];
        }
        return this.props.open(period, [unit], values);
    }

    openSummary(summary) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "perf.summary",
            res_id: summary.id,
            views: [[false, "form"]],
            context: {hierarchical_naming: false},
        });
    }

    openSummaries(state) {
        return this.action.doAction("perf_appraisal.perf_summary_action_office", {
            additionalContext: {[`search_default_${state}`]: 1, search_default_open_period: 0},
        });
    }

    async openFigures(viewType) {
        const action = await this.action.loadAction("perf_appraisal.perf_appraisal_action_tracking");
        const domain = [["cycle_id", "=", this.state.data.cycle_id]];
        return this.action.doAction({...action, domain}, {viewType});
    }

    async remind() {
        this.state.busy = true;
        try {
            const told = await this.orm.call("perf.reminder", "remind_late", [this.state.data.cycle_id]);
            const message = told.people
                ? _t("%(people)s people have something late. %(fresh)s reminders are new.", {
                      people: told.people,
                      fresh: told.new,
                  })
                : _t("Nobody has anything late.");
            this.notification.add(message, {type: "success"});
        } finally {
            this.state.busy = false;
        }
    }
}
