import {_t} from "@web/core/l10n/translation";
import {formatPoints, parseNumber} from "./grid_text";

const CENT = 0.005;

/** The mean of numbers, null when there are none. */
function mean(numbers) {
    return numbers.length ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null;
}

/** What a grid holds: the data of the server, and what was typed and not yet saved, by line. */
export class GridModel {
    constructor(kind) {
        this.kind = kind;
        this.edits = {};
        this.refused = {};
        this.undone = [];
        this.typing = null; // the line in whose cell something stands that was not taken yet
        this.asked = 0;
        this.asking = false;
        this.take({periods: [], units: [], columns: [], rows: [], cells: {}, period_id: false, unit_id: false});
    }

    /** Takes a whole grid from the server; what is not yet saved stays when its cell is still there. */
    take(data) {
        Object.assign(this, {
            periods: data.periods,
            period: data.period_id,
            units: data.units,
            unit: data.unit_id,
            columns: data.columns,
            rows: data.rows,
            cells: data.cells,
            live: {},
        });
        const there = new Set(this.allCells().map(({line_id: line}) => String(line)));
        for (const store of [this.edits, this.refused]) {
            Object.keys(store)
                .filter((line) => !there.has(line))
                .forEach((line) => delete store[line]);
        }
    }

    /** Takes the answer of a save: cells and totals as they are now, and what was refused. */
    takeSaved({cells, conflicts, refused, rows, saved}) {
        for (const [row, columns] of Object.entries(cells)) {
            Object.assign(this.cells[row], columns);
        }
        for (const row of rows) {
            Object.assign(
                this.rows.find(({id}) => id === row.id),
                row
            );
        }
        for (const line of saved) {
            delete this.edits[line];
            delete this.refused[line];
        }
        refused.forEach((found) => (this.refused[found.line_id] = found));
        conflicts.forEach((found) => (this.refused[found.line_id] = {...found, conflict: true}));
        this.live = {};
        this.ask();
        this.undone = [];
    }

    /** Takes what rows come to with what is typed; the others stay as they are drawn. */
    takeTotals(live) {
        Object.keys(this.live)
            .filter((row) => !(row in live))
            .forEach((row) => delete this.live[row]);
        Object.assign(this.live, live);
        this.asking = false;
    }

    allCells() {
        return Object.values(this.cells).flatMap((row) => Object.values(row));
    }

    cell(row, column) {
        return this.cells[this.rows[row]?.id]?.[this.columns[column]?.id];
    }

    // What a cell holds

    edit(cell) {
        return this.edits[cell.line_id] || {};
    }

    value(cell) {
        return this.edit(cell).value ?? cell.value;
    }

    note(cell) {
        return this.edit(cell).note ?? cell.note;
    }

    /** The text of a cell that takes input; nothing where nothing was entered yet. */
    text(cell) {
        const {text} = this.edit(cell);
        if (text !== undefined) {
            return text;
        }
        const value = this.value(cell);
        return value || this.edit(cell).zero || !cell.zero_asks || this.note(cell) ? formatPoints(value) : "";
    }

    /** Whether a row holds lines that somebody has finished, and none that is still open. */
    isRowFinished(row) {
        const own = Object.values(this.cells[row.id] || {});
        return own.some(({done}) => done) && !own.some(({open}) => open);
    }

    /** Whether nothing is left to score in the rows in sight, finished ones that stay there. */
    get isFinished() {
        return this.rows.length > 0 && this.rows.every((row) => this.isRowFinished(row));
    }

    /** Whether the user may take up again what he has finished in a row. */
    mayReopen(row) {
        return this.kind === "lead" && Object.values(this.cells[row?.id] || {}).some(({done}) => done === "mine");
    }

    /** Periods other than the one in sight in which something waits. */
    get otherPeriods() {
        return this.periods.filter(({count, id}) => count && id !== this.period);
    }

    isMissing(cell) {
        if (!cell.open) {
            return false;
        }
        if (this.kind !== "self") {
            return Boolean(cell.input) && !this.isScored(cell); // nobody scored before the leader
        }
        if (["", "quantity"].includes(cell.input)) {
            return !cell.filled;
        }
        return !this.value(cell) && !this.note(cell).trim();
    }

    /** The points of a cell with what was typed; for measured values only the server knows them. */
    score(cell) {
        const {value} = this.edit(cell);
        return value === undefined || cell.max === false ? cell.score : cell.score + value - cell.value;
    }

    isUncertain(cell) {
        return cell.max === false && this.edit(cell).value !== undefined;
    }

    difference(cell) {
        return cell.self === false ? 0 : this.score(cell) - cell.self;
    }

    /** Whether a word is missing: beside a score that differs from the self-score, or a 0 where nothing stood. */
    needsReason(cell) {
        if (this.edit(cell).zero) {
            return true;
        }
        return this.kind !== "self" && Math.abs(this.difference(cell)) > CENT && !this.note(cell).trim();
    }

    /** What is wrong with a cell, in words, before and after the server has seen it. */
    problem(cell) {
        const {text} = this.edit(cell);
        if (text !== undefined) {
            return _t("“%s” is not a number.", text);
        }
        return this.refused[cell.line_id]?.reason || this.valueProblem(cell, this.value(cell));
    }

    valueProblem(cell, value) {
        if (cell.max !== false && (value < 0 || value > cell.max)) {
            return _t("outside 0 to %s", formatPoints(cell.max));
        }
        return cell.input === "quantity" && value < 0 ? _t("a number of times is not below zero") : "";
    }

    // Typing

    /**
     * @param {Object} cell
     * @param {String} text what was typed; nothing clears the cell
     */
    setText(cell, text) {
        const value = parseNumber(text);
        const zero = (value === 0 && text.trim() !== "") || undefined;
        this.change(cell, value === null ? {text, value: undefined, zero} : {text: undefined, value, zero});
    }

    setNote(cell, note) {
        this.change(cell, {note});
    }

    /** Keeps what differs from the server; a 0 that was typed waits for its word, an empty cell needs none. */
    change(cell, values) {
        const edit = {...this.edit(cell), ...values};
        if (!cell.zero_asks || (edit.note ?? cell.note).trim()) {
            delete edit.zero;
        }
        if (edit.value === cell.value) {
            delete edit.value;
        }
        if (edit.note === cell.note) {
            delete edit.note;
        }
        Object.keys(edit).forEach((name) => edit[name] === undefined && delete edit[name]);
        this.edits[cell.line_id] = edit;
        if (!Object.keys(edit).length) {
            delete this.edits[cell.line_id];
        }
        delete this.refused[cell.line_id];
        this.ask();
    }

    /** Lets the server be asked what the rows come to now. */
    ask() {
        this.asked += 1;
        this.asking = true;
    }

    /** Remembers what is typed now, for one step back. */
    mark() {
        this.undone.push(JSON.stringify(this.edits));
    }

    undo() {
        const before = this.undone.pop();
        if (before) {
            Object.keys(this.edits).forEach((line) => delete this.edits[line]);
            Object.assign(this.edits, JSON.parse(before));
            this.ask();
        }
        return Boolean(before);
    }

    // What to save

    get unsaved() {
        const typing = this.typing && !this.edits[this.typing] ? 1 : 0;
        return Object.keys(this.edits).length + typing;
    }

    toSave() {
        return this.allCells()
            .filter((cell) => this.edits[cell.line_id] && !this.refused[cell.line_id]?.conflict)
            .filter((cell) => this.edit(cell).text === undefined && !this.edit(cell).zero)
            .map((cell) => {
                const {note, value} = this.edit(cell);
                // the word of a 0 is none any more once somebody has entered points meanwhile
                const ofZero = note !== undefined && cell.zero_asks && !this.value(cell);
                return {
                    line_id: cell.line_id,
                    ...(value === undefined && !ofZero ? {} : {value: this.value(cell), old: cell.value}),
                    ...(note === undefined ? {} : {note, old_note: cell.note}),
                };
            });
    }

    /** The cells in which a 0 was typed that has no word yet. */
    get zeros() {
        return this.allCells().filter((cell) => this.edit(cell).zero);
    }

    get withoutReason() {
        return this.allCells().filter((cell) => this.edits[cell.line_id] && this.needsReason(cell));
    }

    // Totals

    isTyped(cell) {
        return this.edit(cell).value !== undefined;
    }

    /** The points that were typed and not saved, by line: the server adds them up. */
    get typed() {
        const typed = this.allCells().filter((cell) => cell.max !== false && this.isTyped(cell));
        return Object.fromEntries(typed.map((cell) => [cell.line_id, this.value(cell)]));
    }

    /** What a row comes to, from the server; about so while it has not yet answered. */
    total(row) {
        const own = Object.values(this.cells[row.id] || {});
        const {full, score} = this.live[row.id] || row.led || row;
        return {
            score,
            full,
            uncertain: own.some((cell) => this.isUncertain(cell) || (this.isTyped(cell) && this.asking)),
            missing: own.filter((cell) => this.isMissing(cell)).length,
        };
    }

    /** Whether somebody scored a cell: an empty one is no 0. What was handed in counts as it is. */
    isScored(cell) {
        const handedIn = this.kind !== "self" && cell.self !== false;
        const word = this.edit(cell).zero || this.note(cell).trim();
        return cell.assessed && Boolean(handedIn || this.value(cell) || word || cell.claims);
    }

    get scoredRows() {
        return this.rows.filter((row) => Object.values(this.cells[row.id] || {}).some((cell) => this.isScored(cell)));
    }

    /** The mean of each column and of the totals over the rows that have a score; nothing where there is none. */
    get means() {
        const rows = this.scoredRows;
        const totals = rows.map((row) => this.total(row));
        const comparable = new Set(totals.map(({full}) => full)).size === 1;
        return {
            count: rows.length,
            total: comparable ? mean(totals.map(({score}) => score)) : null,
            uncertain: totals.some(({uncertain}) => uncertain),
            columns: Object.fromEntries(this.columns.map((column) => [column.id, this.columnMean(column, rows)])),
        };
    }

    /**
     * A deduction has full points until something happens; of other cells only the scored ones count, once their
     * points are known.
     */
    columnMean(column, rows) {
        const scored = (cell) => cell?.assessed && (column.method === "deduction" || this.isScored(cell));
        const counts = (cell) => scored(cell) && !this.isUncertain(cell);
        const cells = rows.map((row) => this.cells[row.id][column.id]).filter(counts);
        return mean(cells.map((cell) => this.score(cell)));
    }

    /** How the leader scores so far: mean, spread and how many cells have full marks, of the rows that have a score. */
    get manner() {
        const rows = this.scoredRows;
        const percents = rows
            .map((row) => this.total(row))
            .filter(({full}) => full)
            .map(({full, score}) => (100 * score) / full);
        const average = mean(percents);
        const given = this.allCells().filter((cell) => cell.max !== false && this.isScored(cell));
        const full = given.filter((cell) => this.score(cell) > cell.full - CENT).length;
        return {
            count: percents.length,
            mean: average,
            deviation: average === null ? null : Math.sqrt(mean(percents.map((value) => (value - average) ** 2))),
            low: Math.min(...percents),
            high: Math.max(...percents),
            fullShare: given.length ? (100 * full) / given.length : null,
        };
    }
}
