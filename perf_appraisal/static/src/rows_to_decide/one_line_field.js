import {CharField, charField} from "@web/views/fields/char/char_field";
import {registry} from "@web/core/registry";
import {useInputField} from "@web/views/fields/input_field_hook";
import {useRef} from "@odoo/owl";

/** Return a text of several lines in one; what parted the lines still parts the clauses. */
const inOneLine = (text) => (text || "").trim().replace(/[;；]?\s*\n\s*/g, "；");

/** A text of several lines that is typed in a line, so that Enter leads to the next row. */
export class OneLineField extends CharField {
    setup() {
        // Not that of CharField: an input of one line joins lines without a sign between them
        this.input = useRef("input");
        useInputField({
            getValue: () => inOneLine(this.props.record.data[this.props.name]),
            parse: (text) => this.parse(text),
        });
    }

    get formattedValue() {
        return inOneLine(this.props.record.data[this.props.name]);
    }
}

registry.category("fields").add("perf_one_line", {
    ...charField,
    component: OneLineField,
    supportedTypes: ["text"],
});
