import {Component, onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Layout} from "@web/search/layout";
import {Tracking} from "./tracking";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/** Units × periods of a cycle: how many sheets in which state. Every number opens its sheets. */
export class Board extends Component {
    static template = "perf_appraisal.Board";
    static components = {Layout, Tracking};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.scroller = useRef("scroller");
        const saved = this.props.state || {};
        this.state = useState({
            cycleId: saved.cycleId || false,
            kind: saved.kind || "month",
            folded: saved.folded || {},
            data: null,
        });
        useSetupAction({
            getLocalState: () => ({cycleId: this.state.cycleId, kind: this.state.kind, folded: {...this.state.folded}}),
        });
        onWillStart(() => this.load());
        onMounted(() => this.showCurrent());
    }

    async load() {
        const {cycleId, kind} = this.state;
        const data = await this.orm.call("perf.board", "get_board", [], {cycle_id: cycleId, kind});
        this.labels = Object.fromEntries(data.states);
        this.state.data = data;
        this.state.cycleId = data.cycle_id;
    }

    async select(values) {
        Object.assign(this.state, values);
        await this.load();
    }

    /** Scrolls the column of today into sight. */
    showCurrent() {
        const scroller = this.scroller.el;
        const current = scroller?.querySelector("th.o_perf_board_current");
        if (current) {
            const first = scroller.querySelector("thead th");
            scroller.scrollLeft = current.offsetLeft - first.offsetWidth - current.offsetWidth;
        }
    }

    get isEmpty() {
        return !this.state.data.groups.length;
    }

    get states() {
        return this.state.data.states.map(([name, label]) => ({name, label}));
    }

    /** The period whose figures stand above the table: that of today, else the last one that was opened. */
    get focus() {
        const opened = this.state.data.periods.filter((period) => period.state !== "pending");
        return opened.find((period) => period.current) || opened.at(-1);
    }

    toggle(group) {
        this.state.folded[group.id] = !this.state.folded[group.id];
    }

    /** Adds up the cells of some units in one period. */
    cell(units, period) {
        const counts = {};
        let late = 0;
        for (const unit of units) {
            const own = unit.cells[period.id] || {counts: {}, late: 0};
            late += own.late;
            for (const [state, count] of Object.entries(own.counts)) {
                counts[state] = (counts[state] || 0) + count;
            }
        }
        const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
        return {counts, total, late, done: (counts.confirmed || 0) + (counts.excused || 0)};
    }

    get allUnits() {
        return this.state.data.groups.flatMap((group) => group.units);
    }

    bars(cell) {
        return this.states
            .filter(({name}) => cell.counts[name])
            .map(({name}) => ({name, width: (100 * cell.counts[name]) / cell.total}));
    }

    /** What a cell says in words, for the tooltip and for screen readers. */
    describe(name, period, cell) {
        const parts = this.states
            .filter((state) => cell.counts[state.name])
            .map((state) => `${state.label} ${cell.counts[state.name]}`);
        if (cell.late) {
            parts.push(_t("late %s", cell.late));
        }
        return `${name}, ${period.name}: ${parts.join(", ")}`;
    }

    open(period, units, {domain: extra = [], late, name, state} = {}) {
        const domain = [["period_id", "=", period.id], ...extra];
        if (units) {
            domain.push(["unit_id", "in", units.map((unit) => unit.id)]);
        }
        if (state) {
            domain.push(["state", "=", state]);
        }
        if (late) {
            domain.push(["is_overdue", "=", true]);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: name ? `${name} · ${period.name}` : period.name,
            res_model: "perf.appraisal",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain,
            context: {hierarchical_naming: false},
        });
    }

    openPeriod(period) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "perf.period",
            res_id: period.id,
            views: [[false, "form"]],
        });
    }

    openAction(xmlid) {
        return this.action.doAction(xmlid);
    }
}

registry.category("actions").add("perf_board", Board);
