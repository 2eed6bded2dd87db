import {Component, useRef, useState} from "@odoo/owl";
import {formatPoints, parseClipboard, parseNumber} from "@perf_appraisal/grid/grid_text";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useBus} from "@web/core/utils/hooks";

/** Where a key leads: rows down, columns to the right. */
const STEPS = {ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], Enter: [1, 0]};

/**
 * A grid of counted votes: a row for each of those who are rated, a cell for each answer to each question. What is
 * typed is sent as changes by cell; what was entered before stays.
 */
export class VotesGridField extends Component {
    static template = "perf_appraisal.VotesGridField";
    static props = {...standardFieldProps};

    setup() {
        this.root = useRef("root");
        this.state = useState({question: 0, wrong: {}});
        this.typing = null; // the cell that is being typed in
        this.taking = {count: 0, changes: {}}; // what is on its way to the record, which may be waiting for a file
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) => {
            detail.proms.push(this.commit());
        });
    }

    get grid() {
        return this.props.record.data[this.props.name] || {cells: {}, expected: 0, questions: [], rated: []};
    }

    get isSmall() {
        return this.env.isSmall && this.grid.questions.length > 1;
    }

    /** All questions; on a small screen one at a time. */
    get questions() {
        return this.isSmall ? [this.grid.questions[this.state.question]] : this.grid.questions;
    }

    get columns() {
        return this.questions.flatMap((question) => question.columns);
    }

    get filled() {
        const keys = this.grid.questions.flatMap((question) => question.columns.map((column) => column.key));
        return this.grid.rated.filter((row) => keys.some((key) => this.number(row, key) !== undefined)).length;
    }

    number(row, key) {
        const cell = `${row.id}-${key}`;
        const {changes = {}, cells} = this.grid;
        const entered = [this.taking.changes, changes, cells].find((numbers) => cell in numbers);
        return entered?.[cell] ?? undefined;
    }

    /** Texts that are no number, by cell; when the form is discarded they are gone. */
    get wrong() {
        return this.taking.count || this.props.record.isFieldInvalid(this.props.name) ? this.state.wrong : {};
    }

    /** What stands in a cell: drawn anew, it keeps what is being typed. */
    text(row, key) {
        const cell = `${row.id}-${key}`;
        if (this.typing?.dataset.cell === cell) {
            return this.typing.value;
        }
        const number = this.number(row, key);
        return this.wrong[cell] ?? (number === undefined ? "" : formatPoints(number));
    }

    sum(row, question) {
        const numbers = question.columns.map((column) => this.number(row, column.key));
        return numbers.some((number) => number !== undefined)
            ? numbers.reduce((total, number) => total + (number || 0), 0)
            : undefined;
    }

    /** Whether more voted than were asked, or not as many as on the other questions. */
    isOdd(row, question) {
        const sum = this.sum(row, question);
        const sums = this.grid.questions.map((other) => this.sum(row, other)).filter((other) => other !== undefined);
        return sum !== undefined && ((this.grid.expected && sum > this.grid.expected) || new Set(sums).size > 1);
    }

    /** Takes over texts by cell; one that is no number stays on the screen, marked. */
    async take(texts) {
        const {changes} = this.taking;
        this.state.wrong = {...this.wrong};
        for (const [cell, text] of Object.entries(texts)) {
            const number = text.trim() ? parseNumber(text) : null;
            const fits =
                number === null
                    ? !text.trim()
                    : number >= 0 && (this.grid.whole ? Number.isInteger(number) : number <= 100);
            if (fits) {
                delete this.state.wrong[cell];
                changes[cell] = number;
            } else {
                this.state.wrong[cell] = text;
            }
        }
        const {record, name} = this.props;
        this.taking.count += 1;
        try {
            const all = {...this.grid.changes, ...changes};
            await record.update({[name]: {...this.grid, changes: all}}); // which takes every mark away
        } finally {
            this.taking.count -= 1;
        }
        if (!this.taking.count) {
            this.taking.changes = {};
        }
        if (Object.keys(this.state.wrong).length) {
            record.setInvalidField(name);
        }
    }

    /** Takes over what is being typed, before the form is saved. */
    async commit() {
        if (this.typing) {
            await this.onChange(this.typing);
        }
    }

    /** Turns to another question. */
    show(question) {
        this.commit();
        this.state.question = question;
    }

    async onChange(input) {
        const {bus} = this.props.record.model;
        const {cell} = input.dataset;
        const [rated, dimension, choice] = cell.split("-");
        this.typing = this.typing === input ? null : this.typing;
        bus.trigger("FIELD_IS_DIRTY", false);
        if (input.value !== this.text({id: Number(rated)}, `${dimension}-${choice}`)) {
            await this.take({[cell]: input.value});
        }
    }

    onInput(ev) {
        if (this.typing !== ev.target) {
            this.commit(); // a cell that the keyboard has left without a word
        }
        this.typing = ev.target;
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
    }

    onKeydown(ev) {
        const step = STEPS[ev.key];
        const held = ev.isComposing || ev.altKey || ev.ctrlKey || ev.metaKey;
        if (!step || held || (step[1] && !this.atEdge(ev.target, step[1]))) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.move(ev.target, step);
    }

    /** Whether an arrow leads out of a cell: from its end, or when all of its text is selected. */
    atEdge({selectionEnd, selectionStart, value}, right) {
        const all = selectionStart === 0 && selectionEnd === value.length;
        return all || (right < 0 ? selectionEnd === 0 : selectionStart === value.length);
    }

    /** Brings the keyboard to another cell; at the last row it stays. */
    move(input, [down, right]) {
        const inputs = [...this.root.el.querySelectorAll("input")];
        const place = inputs.indexOf(input);
        const next = inputs[place + down * this.columns.length + right];
        this.onChange(input);
        next?.focus();
    }

    /** Fills cells from a spreadsheet's clipboard, down and to the right of where it is pasted. */
    onPaste(ev) {
        const pasted = parseClipboard(ev.clipboardData.getData("text/plain"));
        if (pasted.length < 2 && pasted[0].length < 2) {
            return;
        }
        ev.preventDefault();
        const inputs = [...this.root.el.querySelectorAll("input")];
        const width = this.columns.length;
        const place = inputs.indexOf(ev.target);
        const texts = {};
        pasted.forEach((row, down) => {
            row.forEach((text, right) => {
                const input = inputs[place + down * width + right];
                if (input && (place % width) + right < width) {
                    texts[input.dataset.cell] = text;
                }
            });
        });
        this.take(texts);
    }
}

registry.category("fields").add("perf_votes_grid", {component: VotesGridField, supportedTypes: ["json"]});
