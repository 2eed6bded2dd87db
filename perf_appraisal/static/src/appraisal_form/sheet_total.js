import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {inputColumns} from "@perf_appraisal/sheet_lines/input_columns";

const COLUMNS = {draft: "self_score", self_scored: "review_score", reviewed: "final_score", confirmed: "final_score"};

/** How many lines are filled in, and the points so far, while the sheet is being written. */
export class SheetTotal extends Component {
    static template = "perf_appraisal.SheetTotal";
    static props = {...standardWidgetProps};

    get state() {
        return this.props.record.data.state;
    }

    get lines() {
        return this.props.record.data.line_ids.records.map((line) => line.data);
    }

    get progress() {
        const {lines} = this;
        if (this.state === "draft") {
            const open = lines.filter((line) => inputColumns(line).includes("self_note") && !line.self_note);
            return _t("%(filled)s of %(total)s lines", {filled: lines.length - open.length, total: lines.length});
        }
        const changed = lines.filter((line) => line.is_changed).length;
        return changed ? _t("%s changed", changed) : _t("nothing changed");
    }

    get points() {
        const assessed = this.lines.filter((line) => line.assessed && line.full_score);
        const column = COLUMNS[this.state];
        const sum = (value) => assessed.reduce((total, line) => total + value(line), 0);
        const format = (value) => formatFloat(value, {digits: [16, 2], trailingZeros: false});
        return {
            score: format(sum((line) => (line[column] / line.full_score) * line.weight)),
            full: format(sum((line) => line.weight)),
        };
    }
}

registry.category("view_widgets").add("perf_sheet_total", {component: SheetTotal});
