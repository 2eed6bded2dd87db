import {Component, onWillStart, useState} from "@odoo/owl";
import {IntegrityPicture} from "./integrity_picture";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/** How the figures are drawn: from where to where the bar goes, and the limit by which a sign is told. */
export const METERS = [
    {name: "mean", label: _t("Mean"), from: 0, to: 100, unit: "%"},
    {name: "spread", label: _t("Spread"), from: 0, to: 15, sign: "nice"},
    {name: "full_share", label: _t("Full Marks"), from: 0, to: 100, unit: "%", sign: "nice"},
    {name: "self_gap", label: _t("Self above Leader"), from: -10, to: 10, sign: "inflated"},
    {name: "verified_gap", label: _t("Leader above Verified"), from: -20, to: 20, sign: "unverified"},
    {name: "on_time", label: _t("On Time"), from: 0, to: 100, unit: "%", sign: "late"},
];

/** How far the scores of leaders and units can be believed: pictures first, the figures and sheets behind them. */
export class Integrity extends Component {
    static template = "perf_appraisal.Integrity";
    static components = {IntegrityPicture, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.views = [
            ["leader", _t("Leaders")],
            ["unit", _t("Units")],
            ["own", _t("Units' Own Sheets")],
        ];
        this.words = {
            nice: _t("Gives everybody the same"),
            inflated: _t("Self-scores too high"),
            unverified: _t("More than was verified"),
            late: _t("Late"),
        };
        const saved = this.props.state || {};
        this.state = useState({asked: saved.asked || {kind: "leader"}, open: saved.open || {}, data: null});
        useSetupAction({getLocalState: () => ({asked: {...this.state.asked}, open: {...this.state.open}})});
        onWillStart(() => this.load());
    }

    async load() {
        const asked = this.orm.call("perf.integrity", "get_integrity", [], this.state.asked);
        this.state.data = await this.keepLast.add(asked);
    }

    async select(values) {
        Object.assign(this.state.asked, values);
        await this.load();
    }

    /** Without what nothing is known of: inspections verify lines of units' own sheets only. */
    get meters() {
        const rows = this.state.data.groups.flatMap((group) => group.rows);
        return METERS.filter(
            (meter) => meter.name !== "verified_gap" || rows.some((row) => row.figures.verified_gap !== false)
        );
    }

    get signed() {
        return this.state.data.groups.flatMap((group) => group.rows).filter((row) => row.signs.length);
    }

    toggle(row) {
        this.state.open[row.key] = !this.state.open[row.key];
    }

    show(row) {
        this.state.open[row.key] = true;
        document.getElementById(`perf_integrity_${row.key}`)?.scrollIntoView({block: "center", behavior: "smooth"});
    }

    number(value) {
        return value === false ? "–" : formatFloat(value, {digits: [16, 2]});
    }

    /** The place of a value on its bar, in percent of the bar's length. */
    place(meter, value) {
        const share = ((value - meter.from) / (meter.to - meter.from)) * 100;
        return Math.min(100, Math.max(0, share));
    }

    /** The bar of a figure: it starts at zero. */
    bar(meter, value) {
        const zero = this.place(meter, 0);
        const end = this.place(meter, value);
        return `left: ${Math.min(zero, end)}%; width: ${Math.max(1, Math.abs(end - zero))}%`;
    }

    isSign(meter, row) {
        return row.signs.some((sign) => sign.kind === meter.sign);
    }

    /** The domain of the sheets, or of the lines of sheets, that the board looks at. */
    within(path = "") {
        const {cycle_id: cycleId, period_id: periodId, periods} = this.state.data;
        const domain = [[`${path}cycle_id`, "=", cycleId]];
        const period = periods.find((found) => found.id === periodId);
        if (period) {
            domain.push(["period_id.date_start", ">=", period.start], ["period_id.date_end", "<=", period.end]);
        }
        return domain;
    }

    /** Opens the sheets that a row tells of. */
    openSheets(row) {
        const domain = [
            ["unit_id", "=", row.unit_id],
            ["kind", "=", this.state.data.kind === "own" ? "unit" : "employee"],
            ["state", "!=", "excused"],
            ...this.within(),
        ];
        if (this.state.data.kind === "leader") {
            domain.push(["reviewer_id", "=", row.leader_id]); // false: reviewed by the Performance Office
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: row.name,
            res_model: "perf.appraisal",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            mobile_view_mode: "kanban",
            context: {hierarchical_naming: false},
            domain,
        });
    }

    /** Opens the sheets whose self-score lies further above the final one than their scheme tolerates. */
    openBeyond() {
        return this.open("perf_appraisal.perf_appraisal_action_beyond", [
            ["is_beyond_tolerance", "=", true],
            ...this.within(),
        ]);
    }

    openLines() {
        return this.open("perf_appraisal.perf_appraisal_line_action_verified", [
            ["verified_reason", "!=", false],
            ...this.within("appraisal_id."),
        ]);
    }

    async open(xmlid, domain) {
        const action = await this.action.loadAction(xmlid);
        return this.action.doAction({...action, domain});
    }
}

registry.category("actions").add("perf_integrity", Integrity);
