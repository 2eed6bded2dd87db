import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** How many lines are filled in, and the points so far, which the server adds up while the sheet is being written. */
export class SheetTotal extends Component {
    static template = "perf_appraisal.SheetTotal";
    static props = {...standardWidgetProps};

    get progress() {
        const {line_ids: list, state} = this.props.record.data;
        const lines = list.records.map((line) => line.data);
        if (state === "draft") {
            const filled = lines.filter((line) => line.is_filled_in).length;
            return _t("%(filled)s of %(total)s lines", {filled, total: lines.length});
        }
        const changed = lines.filter((line) => line.is_changed).length;
        return changed ? _t("%s changed", changed) : _t("nothing changed");
    }

    get points() {
        const {live_full: full, live_score: score} = this.props.record.data;
        const format = (value) => formatFloat(value, {digits: [16, 2], trailingZeros: false});
        return {score: format(score), full: format(full)};
    }
}

registry.category("view_widgets").add("perf_sheet_total", {component: SheetTotal});
