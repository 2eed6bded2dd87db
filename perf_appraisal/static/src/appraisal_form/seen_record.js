import {RelationalModel} from "@web/model/relational_model/relational_model";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

const UPDATE = 1;

/** Lines and private notes of a sheet tell for themselves. */
const APART = ["id", "line_ids", "note_ids"];

/**
 * Adds to what a form saves the marks of what it has read, so that the server can tell what somebody changed meanwhile.
 *
 * @param {Record} record the sheet, or a line in a dialog of its own
 * @param {Object} changes as for `web_save`
 * @returns {Object} the changes
 */
export function withSeen(record, changes) {
    for (const [code, id, values] of changes.line_ids || []) {
        const line = record.data.line_ids.records.find(({resId}) => resId === id);
        if (code === UPDATE && line?.data.seen) {
            values.seen = line.data.seen;
        }
    }
    if (record.data.seen && Object.keys(changes).some((name) => !APART.includes(name))) {
        changes.seen = record.data.seen;
    }
    return changes;
}

class SeenRecord extends RelationalModel.Record {
    /** Without arguments it is asked for what will be saved, also when the page is closed. */
    _getChanges() {
        const changes = super._getChanges(...arguments);
        return arguments.length ? changes : withSeen(this, changes);
    }
}

/** The model of forms in which two people may be at once. */
export class SeenModel extends RelationalModel {
    static Record = SeenRecord;
}

registry.category("views").add("perf_appraisal_line_form", {...formView, Model: SeenModel});
