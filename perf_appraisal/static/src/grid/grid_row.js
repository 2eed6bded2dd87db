import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatPoints} from "./grid_text";

/** One row of a grid: it is drawn anew only when something of it changes, not with every step of the keyboard. */
export class GridRow extends Component {
    static template = "perf_appraisal.GridRow";
    static props = {active: Number, grid: Object, index: Number, left: Number, right: Number};

    setup() {
        this.keys = this.props.grid.keys;
        this.model = useState(this.props.grid.model); // what is read by it draws this row, and no other
    }

    get row() {
        return this.model.rows[this.props.index];
    }

    points(value) {
        return this.props.grid.points(value);
    }

    isActive(column) {
        return this.props.active === column;
    }

    describe(column, cell) {
        const {row} = this;
        if (!cell) {
            return _t("%(row)s, %(column)s: not in this plan", {row: row.name, column: column.name});
        }
        const parts = [
            _t("%(row)s, %(column)s: %(value)s, full points %(full)s", {
                row: row.name,
                column: column.name,
                value: cell.input ? this.model.text(cell) || _t("empty") : formatPoints(this.model.score(cell), 2),
                full: formatPoints(cell.full, 2),
            }),
            this.model.edits[cell.line_id] ? _t("not saved") : "",
            this.model.needsReason(cell) ? _t("reason missing") : "",
            cell.assessed ? "" : _t("not assessed"),
            cell.done ? _t("finished") : "",
            this.model.note(cell),
            this.model.problem(cell),
        ];
        return parts.filter(Boolean).join("; ");
    }

    cellClass(cell, column) {
        if (!cell) {
            return "o_perf_grid_none";
        }
        const refused = this.model.refused[cell.line_id];
        return {
            o_perf_grid_active: this.isActive(column),
            o_perf_grid_range: column >= this.props.left && column <= this.props.right,
            o_perf_grid_fixed: !cell.input,
            o_perf_grid_done: cell.done,
            o_perf_grid_unsaved: this.model.edits[cell.line_id],
            o_perf_grid_conflict: refused?.conflict,
            o_perf_grid_wrong: !refused?.conflict && this.model.problem(cell),
            o_perf_grid_missing: this.model.isMissing(cell),
            o_perf_grid_reason_missing: this.model.needsReason(cell),
        };
    }
}
