import {Component, onWillStart, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/** What a closed rating came to: scores as bars, the choices' shares stacked, groups and dimensions behind them. */
export class RatingResults extends Component {
    static template = "perf_appraisal.RatingResults";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.views = [
            ["rated", _t("Rated")],
            ["group", _t("Groups")],
            ["dimension", _t("Dimensions")],
        ];
        const {context = {}, params = {}} = this.props.action;
        const saved = this.props.state || {};
        this.own = Boolean(params.own);
        this.state = useState({
            asked: saved.asked || {rating_id: context.active_id || false, kind: "rated"},
            open: saved.open || {},
            data: null,
        });
        useSetupAction({getLocalState: () => ({asked: {...this.state.asked}, open: {...this.state.open}})});
        onWillStart(() => this.load());
    }

    async load() {
        const asked = {...this.state.asked, own: this.own};
        this.state.data = await this.keepLast.add(this.orm.call("perf.rating.score", "get_results", [], asked));
    }

    async select(values) {
        Object.assign(this.state.asked, values);
        await this.load();
    }

    /** The rows as they stand below each other: those that are open are followed by what is behind them. */
    get rows() {
        const rows = [];
        for (const row of this.state.data.rows) {
            rows.push({...row, inner: false});
            if (this.state.open[row.key]) {
                rows.push(...row.rows.map((part) => ({...part, key: `${row.key}/${part.key}`, inner: true})));
            }
        }
        return rows;
    }

    toggle(row) {
        this.state.open[row.key] = !this.state.open[row.key];
    }

    number(value) {
        return value === false ? "–" : formatFloat(value, {digits: [16, 2]});
    }

    /** The choices that somebody took, each with its share of all in percent. */
    shares(row) {
        const all = row.votes.reduce((sum, number) => sum + number, 0);
        return this.state.data.choices
            .map((choice, place) => ({...choice, number: row.votes[place], color: this.color(choice)}))
            .filter((choice) => choice.number)
            .map((choice) => ({...choice, share: (choice.number / all) * 100}));
    }

    /** From red for what is worth nothing to green for the best. */
    color(choice) {
        return `hsl(${Math.round(140 * (choice.value / 100) ** 1.7)}, 60%, 40%)`;
    }

    share(choice) {
        return choice.share > 11 ? `${formatFloat(choice.share, {digits: [16, 1]})} %` : "";
    }

    label(choice) {
        return `${choice.name}: ${choice.number} (${formatFloat(choice.share, {digits: [16, 1]})} %)`;
    }

    download() {
        const url = `/perf_appraisal/rating.xlsx?rating_id=${this.state.data.rating_id}`;
        return this.action.doAction({type: "ir.actions.act_url", url, target: "download"});
    }

    /** Opens the scores as a list, a pivot or a graph. */
    async openTable() {
        const name = this.own ? "perf_rating_score_action_unit" : "perf_rating_score_action";
        const action = await this.action.loadAction(`perf_appraisal.${name}`);
        const domain = [["rating_id", "=", this.state.data.rating_id]];
        if (this.own) {
            domain.push(["unit_id.perf_i_lead", "=", true]);
        }
        return this.action.doAction({...action, domain});
    }
}

registry.category("actions").add("perf_rating_results", RatingResults);
