import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {registry} from "@web/core/registry";
import {useEffect} from "@odoo/owl";

/**
 * Rows that wait for a person: the first of them is open to be typed in, so that no mouse is needed to begin, and again
 * when some are settled and the others move up.
 */
export class RowsToDecideField extends X2ManyField {
    setup() {
        super.setup();
        useEffect(
            (waiting) => {
                if (waiting && this.props.viewMode === "list" && !this.props.readonly && !this.list.editedRecord) {
                    this.list.enterEditMode(this.list.records[0]);
                }
            },
            () => [this.list.count]
        );
    }
}

registry.category("fields").add("perf_rows_to_decide", {...x2ManyField, component: RowsToDecideField});
