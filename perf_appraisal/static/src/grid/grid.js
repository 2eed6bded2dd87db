import {Component, onWillStart, useEffect, useExternalListener, useRef, useState} from "@odoo/owl";
import {GridReasonDialog, PasteDialog, RefusedDialog} from "./grid_dialogs";
import {formatPoints, parseClipboard, parseNumber} from "./grid_text";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {GridModel} from "./grid_model";
import {GridRow} from "./grid_row";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useGridKeys} from "./grid_keys";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/** Sheets of many people or units as one grid, filled in like a spreadsheet. */
export class Grid extends Component {
    static template = "perf_appraisal.Grid";
    static components = {GridRow, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.table = useRef("table");
        this.noteInput = useRef("note");
        const {kind = "self", period_id: period = false, unit_id: unit = false} = this.props.action.context || {};
        const saved = this.props.state || {};
        this.model = useState(new GridModel(kind));
        this.state = useState({row: 0, column: 0, toRow: 0, toColumn: 0, busy: false, said: "", done: "", focus: 0});
        this.keys = useGridKeys(this);
        useSetupAction({
            beforeLeave: () => this.mayLeave(),
            beforeUnload: (event) => this.warnUnload(event),
            getLocalState: () => ({period: this.model.period, unit: this.model.unit}),
        });
        useExternalListener(window, "keydown", (event) => this.onWindowKey(event), {capture: true});
        onWillStart(() => this.load(saved.period || period, saved.unit || unit));
        const askTotals = useDebounced(() => this.askTotals(), 400);
        useEffect(
            (asked) => {
                if (asked) {
                    askTotals();
                }
            },
            () => [this.model.asked]
        );
        useEffect(
            () => this.keys.focus(),
            () => [this.state.row, this.state.column, this.state.focus]
        );
    }

    get kind() {
        return this.model.kind;
    }

    get titles() {
        return {
            self: _t("Fill in the Unit's Month"),
            review: _t("Review in a Grid"),
            lead: _t("Score as Lead Unit"),
        };
    }

    get activeCell() {
        return this.model.cell(this.state.row, this.state.column);
    }

    get sections() {
        const sections = [];
        for (const {section, section_id: id} of this.model.columns) {
            if (sections.at(-1)?.id !== id) {
                sections.push({id, name: section, count: 0});
            }
            sections.at(-1).count += 1;
        }
        return sections;
    }

    points(value) {
        return value === null ? "–" : formatPoints(value, 2);
    }

    /** Says over how many rows a mean is. */
    over(count) {
        return _t("over %(count)s of %(rows)s rows", {count, rows: this.model.rows.length});
    }

    /** Whether the next step is to hand the sheets on. */
    get isComplete() {
        return !this.model.unsaved && !this.model.rows.some((row) => this.model.total(row).missing);
    }

    // Loading and leaving

    async load(period, unit) {
        this.model.take(await this.orm.call("perf.grid", "get_grid", [this.kind, period || false, unit || false]));
        const {columns, rows} = this.model;
        this.select(
            Math.min(this.state.row, Math.max(rows.length - 1, 0)),
            Math.min(this.state.column, Math.max(columns.length - 1, 0))
        );
    }

    async choose(period, unit) {
        if (await this.mayLeave()) {
            this.model.edits = {};
            this.model.refused = {};
            this.state.done = "";
            await this.load(period, unit);
            if (unit && !this.model.rows.length) {
                await this.load(period, false); // nothing of this unit waits there
            }
        }
        this.render(true);
    }

    mayLeave() {
        this.keys.commit();
        if (!this.model.unsaved) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Not saved yet"),
                    body: _t("%s cells are not saved yet.", this.model.unsaved),
                    confirmLabel: _t("Save"),
                    confirm: async () => resolve(await this.save()),
                    cancelLabel: _t("Discard"),
                    cancel: () => resolve(true),
                    dismiss: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            );
        });
    }

    warnUnload(event) {
        if (this.model.unsaved) {
            event.preventDefault();
            event.returnValue = "";
        }
    }

    onWindowKey(event) {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
            event.preventDefault();
            event.stopPropagation();
            this.keys.commit();
            this.save();
        }
    }

    // Selecting

    select(row, column, extend = false) {
        this.keys.moving = true;
        Object.assign(this.state, {row, column}, extend ? {} : {toRow: row, toColumn: column});
        this.state.focus += 1;
    }

    isActive(row, column) {
        return this.state.row === row && this.state.column === column;
    }

    get range() {
        const {column, row, toColumn, toRow} = this.state;
        return {
            top: Math.min(row, toRow),
            bottom: Math.max(row, toRow),
            left: Math.min(column, toColumn),
            right: Math.max(column, toColumn),
        };
    }

    /** The columns of a row that lie in a range of several cells; none else. */
    rangeIn(row) {
        const {bottom, left, right, top} = this.range;
        const inside = row >= top && row <= bottom && (top !== bottom || left !== right);
        return inside ? {left, right} : {left: 0, right: -1};
    }

    rangeCells() {
        const {bottom, left, right, top} = this.range;
        const found = [];
        for (let row = top; row <= bottom; row++) {
            for (let column = left; column <= right; column++) {
                found.push({row, column, cell: this.model.cell(row, column)});
            }
        }
        return found;
    }

    // Changing

    clear() {
        this.model.mark();
        for (const {cell} of this.rangeCells()) {
            if (cell?.input) {
                this.model.change(cell, {
                    text: undefined,
                    value: 0,
                    zero: undefined,
                    ...(this.kind === "self" ? {note: ""} : {}),
                });
            }
        }
    }

    copy(event) {
        const {bottom, left, right, top} = this.range;
        const lines = [];
        for (let row = top; row <= bottom; row++) {
            const texts = [];
            for (let column = left; column <= right; column++) {
                const cell = this.model.cell(row, column);
                texts.push(cell ? (cell.input ? this.model.text(cell) : formatPoints(cell.score, 2)) : "");
            }
            lines.push(texts.join("\t"));
        }
        event.clipboardData.setData("text/plain", lines.join("\n"));
        event.preventDefault();
    }

    paste(event) {
        const texts = parseClipboard(event.clipboardData.getData("text/plain"));
        const single = texts.length === 1 && texts[0].length === 1;
        const {bottom, left, right, top} = this.range;
        if (single && top === bottom && left === right) {
            return; // into the input, as everywhere
        }
        event.preventDefault();
        const placed = single
            ? this.rangeCells().map(({column, row}) => ({row, column, text: texts[0][0]}))
            : texts.flatMap((cells, down) => cells.map((text, over) => ({row: top + down, column: left + over, text})));
        this.enter(placed.filter(({text}) => text !== ""));
    }

    /** Enters many texts at once, after a look at those that do not fit. */
    enter(placed) {
        const problems = [];
        const fitting = [];
        for (const {column, row, text} of placed) {
            const cell = this.model.cell(row, column);
            const reason = this.misfit(cell, row, column, text);
            if (reason) {
                const [rows, columns] = [this.model.rows, this.model.columns];
                problems.push({row: rows[row]?.name || "–", column: columns[column]?.name || "–", text, reason});
            } else {
                fitting.push({cell, text});
            }
        }
        const apply = () => {
            this.model.mark();
            fitting.forEach(({cell, text}) => this.model.setText(cell, text));
            this.say(_t("%s cells entered. Ctrl+Z takes them back.", fitting.length));
            this.state.focus += 1;
        };
        if (problems.length) {
            this.dialog.add(PasteDialog, {fitting: fitting.length, problems, apply});
        } else {
            apply();
        }
    }

    misfit(cell, row, column, text) {
        if (row >= this.model.rows.length || column >= this.model.columns.length) {
            return _t("beyond the grid");
        }
        if (!cell) {
            return _t("not in this plan");
        }
        if (!cell.assessed) {
            return _t("not assessed");
        }
        if (!cell.input) {
            return cell.open ? _t("takes more than one number: open the line") : _t("cannot be changed by you");
        }
        const value = parseNumber(text);
        return value === null ? _t("not a number") : this.model.valueProblem(cell, value);
    }

    undo() {
        if (this.model.undo()) {
            this.state.focus += 1;
        }
    }

    // The word beside a cell

    onNote(event) {
        if (this.activeCell && event.target.value !== this.model.note(this.activeCell)) {
            this.model.mark();
            this.model.setNote(this.activeCell, event.target.value);
        }
    }

    onNoteKey(event) {
        if (event.isComposing) {
            return;
        }
        if (event.key === "Enter" || event.key === "Escape") {
            if (event.key === "Escape") {
                event.target.value = this.model.note(this.activeCell);
            }
            event.preventDefault();
            event.stopPropagation();
            this.onNote(event);
            this.state.focus += 1;
        }
    }

    askReason() {
        const cells = this.model.withoutReason;
        const apply = (reason) => {
            this.model.mark();
            cells.forEach((cell) => this.model.setNote(cell, reason));
            this.state.focus += 1;
        };
        const label =
            this.model.zeros.length === cells.length
                ? _t("It is written beside %s cells with 0 that have no note yet.", cells.length)
                : _t("It is written beside %s changed scores that have no reason yet.", cells.length);
        this.dialog.add(GridReasonDialog, {label, apply});
    }

    /** Says of all zeros at once that they are meant. */
    meanZeros() {
        this.model.mark();
        this.model.zeros.forEach((cell) => this.model.setNote(cell, _t("0 is meant.")));
        this.state.focus += 1;
    }

    keepMine() {
        delete this.model.refused[this.activeCell.line_id];
        this.state.focus += 1;
    }

    takeTheirs() {
        delete this.model.edits[this.activeCell.line_id];
        delete this.model.refused[this.activeCell.line_id];
        this.model.ask();
        this.state.focus += 1;
    }

    // Server

    say(message, type) {
        this.state.said = message;
        if (type) {
            this.notification.add(message, {type});
        }
    }

    /** Asks what the rows come to with what is typed; an answer that typing has overtaken is passed over. */
    async askTotals() {
        const {asked, typed} = this.model;
        const live = Object.keys(typed).length
            ? await this.orm.silent.call("perf.grid", "get_totals", [this.kind, typed])
            : {};
        if (this.model.asked === asked) {
            this.model.takeTotals(live);
        }
    }

    /** Saves in one call; returns whether nothing is left unsaved. */
    async save() {
        this.keys.commit(); // by a key, nothing has left the cell yet
        const cells = this.model.toSave();
        if (this.state.busy || !cells.length) {
            return !this.model.unsaved;
        }
        this.state.busy = true;
        try {
            const answer = await this.orm.call("perf.grid", "save", [this.kind, cells]);
            this.model.takeSaved(answer);
            const left = answer.refused.length + answer.conflicts.length;
            const message = left
                ? _t("%(saved)s cells saved, %(left)s are marked with the reason why not.", {
                      saved: answer.saved.length,
                      left,
                  })
                : _t("%s cells saved.", answer.saved.length);
            this.say(message, left ? "warning" : "success");
        } finally {
            this.state.busy = false;
            this.state.focus += 1;
        }
        return !this.model.unsaved;
    }

    async openLine() {
        if (this.activeCell && (await this.save())) {
            const action = await this.orm.call("perf.appraisal.line", "action_open", [[this.activeCell.line_id]]);
            await this.action.doAction(action, {onClose: () => this.load(this.model.period, this.model.unit)});
        }
    }

    submit() {
        const bodies = {
            self: _t("The sheets that are complete go to their leaders, marked as filled in on behalf."),
            review: _t("The review of all sheets without an open question is finished."),
            lead: _t("Your points become final for the sheets without an open question."),
        };
        this.dialog.add(ConfirmationDialog, {
            title: this.submitLabel,
            body: bodies[this.kind],
            confirmLabel: this.submitLabel,
            confirm: () => this.doSubmit(),
            cancel: () => {},
        });
    }

    get notePlaceholder() {
        return this.kind === "self"
            ? _t("Note (F2): why it is 0, what was done")
            : _t("Reason (F2): why it differs from the self-score");
    }

    get askLabel() {
        const count = this.model.withoutReason.length;
        return this.model.zeros.length === count
            ? _t("%s × 0 without a note: write one for all", count)
            : _t("%s changed scores need a reason: write one for all", count);
    }

    get zerosLabel() {
        return _t("These %s zeros are meant", this.model.zeros.length);
    }

    get submitLabel() {
        return {self: _t("Hand in"), review: _t("Finish Review"), lead: _t("Finish Scoring")}[this.kind];
    }

    async doSubmit() {
        if (!(await this.save())) {
            this.say(_t("%s cells are not saved yet.", this.model.unsaved), "warning");
            return;
        }
        const ids = this.model.rows.map(({id}) => id);
        const {done, refused} = await this.orm.call("perf.grid", "submit", [this.kind, ids]);
        await this.load(this.model.period, this.model.unit);
        if (done.length) {
            this.state.done = this.doneWords(done.length);
            this.say(this.state.done, "success");
        } else if (!refused.length) {
            this.say(_t("Everything here is finished already."), "info");
        }
        if (refused.length) {
            this.dialog.add(RefusedDialog, {title: _t("%s sheets are not complete", refused.length), rows: refused});
        }
    }

    /** Says what was done with sheets that were handed on; the screen stays, and offers where to go on. */
    doneWords(count) {
        return {
            self: _t("%s sheets handed in.", count),
            review: _t("%s sheets reviewed. They are with the Performance Office now.", count),
            lead: _t("%s sheets scored. Until they are reviewed you may score them again.", count),
        }[this.kind];
    }

    /** Takes up again what the user has finished in a row: it is scored and finished anew. */
    async reopen(row) {
        if (await this.save()) {
            const count = await this.orm.call("perf.grid", "reopen", [[row.id]]);
            await this.load(this.model.period, this.model.unit);
            this.say(_t("%s lines are open again. Finish them when they are scored.", count), "success");
        }
    }

    async download() {
        if (await this.mayLeave()) {
            const {period, unit} = this.model;
            const query = new URLSearchParams({kind: this.kind, period_id: period || "", unit_id: unit || ""});
            await this.action.doAction({
                type: "ir.actions.act_url",
                url: `/perf_appraisal/grid.xlsx?${query}`,
                target: "download",
            });
        }
    }

    async upload() {
        if (await this.mayLeave()) {
            await this.action.doAction("perf_appraisal.perf_grid_import_action", {
                onClose: () => this.load(this.model.period, this.model.unit),
            });
        }
    }

    // Words for a cell

    columnTitle(column) {
        const parts = [column.name, _t("full points %s", this.full(column)), column.method_label];
        if (column.rule) {
            parts.push(
                _t("%(rule)s: %(points)s each; enter how often", {rule: column.rule, points: column.rule_points})
            );
        }
        return [...parts, ...column.levels, column.standard].filter(Boolean).join("\n");
    }

    full(column) {
        const full = formatPoints(column.full, 2);
        return column.full_min === column.full ? full : `${formatPoints(column.full_min, 2)}–${full}`;
    }
}

registry.category("actions").add("perf_appraisal.grid", Grid);
