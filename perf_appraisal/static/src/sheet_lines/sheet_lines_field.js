import {ListRenderer} from "@web/views/list/list_renderer";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {parseFloat} from "@web/views/fields/parsers";
import {registry} from "@web/core/registry";
import {useSubEnv} from "@odoo/owl";
import {inputColumns} from "@perf_appraisal/sheet_lines/input_columns";

/** Columns that are there for the section headings only. */
const HELPERS = ["section_id"];

/** Columns that people fill in, when they are not readonly. */
const INPUTS = new Set([
    "level_id",
    "actual_value",
    "self_value",
    "self_note",
    "review_value",
    "review_reason",
    "final_score",
    "final_reason",
]);

/** Columns of words, and the state in which they are written; later they show only where there are any. */
const WORDS = {self_note: "draft", review_reason: "self_scored", final_reason: "reviewed"};

/** The lines of a sheet under headings of their sections; Tab and Enter go from points to points. */
export class SheetLinesListRenderer extends ListRenderer {
    static recordRowTemplate = "perf_appraisal.SheetLineRow";

    /** The section that begins with this line, or nothing. */
    sectionStart(record) {
        const {records} = this.props.list;
        const before = records[records.indexOf(record) - 1];
        const section = record.data.section_id;
        return before && before.data.section_id.id === section.id ? null : section;
    }

    /** Leaves out the columns that no line of this sheet uses. */
    getActiveColumns() {
        const lines = this.props.list.records.map((record) => record.data);
        const methods = new Set(lines.map((line) => line.method));
        const measured = lines.some((line) => line.input_column === "actual_value");
        const unused = {
            level_id: !methods.has("level"),
            current_level_id: !methods.has("level"),
            actual_value: !measured,
            target_value: !measured,
            uom: !measured,
        };
        for (const [name, state] of Object.entries(WORDS)) {
            unused[name] = !lines.some((line) => line.state === state || line[name]);
        }
        return super.getActiveColumns().filter((column) => !unused[column.name] && !HELPERS.includes(column.name));
    }

    /** A column is added up once nothing is missing in it: until then the bar below tells how far the sheet is. */
    computeAggregates() {
        const aggregates = super.computeAggregates();
        for (const name of ["review_score", "final_score"]) {
            if (!this.props.list.records.every(({data}) => data[name.replace("_score", "_given")])) {
                delete aggregates[name];
            }
        }
        return aggregates;
    }

    /** What is to be filled in looks like a field before anybody clicks. */
    getCellClass(column, record) {
        const classes = super.getCellClass(column, record);
        const open =
            this.props.editable &&
            INPUTS.has(column.name) &&
            !this.isCellReadonly(column, record) &&
            !this.evalInvisible(column.invisible, record);
        return open ? `${classes} o_perf_input` : classes;
    }

    onCellKeydownEditMode(hotkey, cell, group, record) {
        const step = {tab: 1, enter: 1, "shift+tab": -1}[hotkey];
        if (!step || !record) {
            return super.onCellKeydownEditMode(...arguments);
        }
        const name = cell.getAttribute("name");
        const here = inputColumns(this.typed(record, cell, name));
        const next = here.includes(name) && here[here.indexOf(name) + step];
        const column = next && this.columns.find((found) => found.name === next);
        if (column) {
            this.focusCell(column);
            return true;
        }
        return this.editOther(record, step);
    }

    /** The values of a line with the one that is being typed, which the record does not know yet. */
    typed(record, cell, name) {
        const input = cell.querySelector("input");
        if (!input || record.fields[name]?.type !== "float") {
            return record.data;
        }
        try {
            return {...record.data, [name]: parseFloat(input.value || "0")};
        } catch {
            return record.data;
        }
    }

    /** Goes on with the nearest line that takes points; past the last one the keyboard leaves the table. */
    editOther(record, step) {
        const {list} = this.props;
        let index = list.records.indexOf(record) + step;
        while (list.records[index] && !inputColumns(list.records[index].data).length) {
            index += step;
        }
        const future = list.records[index];
        if (!future) {
            list.leaveEditMode();
            return false;
        }
        const names = inputColumns(future.data);
        const column = this.columns.find((found) => found.name === names[0]);
        this.cellToFocus = {column, record: future};
        this.lastEditedCell = null;
        list.enterEditMode(future);
        return true;
    }
}

/** The lines of a sheet: a table, on a small screen cards; each opens in a dialog that saves with the sheet. */
export class SheetLinesField extends X2ManyField {
    static components = {...X2ManyField.components, ListRenderer: SheetLinesListRenderer};

    setup() {
        super.setup();
        this.canOpenRecord = true;
        useSubEnv({openSheetLine: (record) => this.openRecord(record)});
    }

    async openRecord(record) {
        return this._openRecord({
            record,
            context: this.props.context,
            readonly: this.props.readonly,
            title: record.data.indicator_id.display_name,
        });
    }
}

registry.category("fields").add("perf_sheet_lines", {...x2ManyField, component: SheetLinesField});
