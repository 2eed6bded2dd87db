/** The keys and the mouse of a grid: moving, typing, leaving a cell. */
class GridKeys {
    constructor(grid) {
        this.grid = grid;
        this.typing = false;
        this.moving = false;
        this.ahead = "";
    }

    get size() {
        return {rows: this.grid.model.rows.length, columns: this.grid.model.columns.length};
    }

    get input() {
        return this.grid.table.el?.querySelector(".o_perf_grid_active input");
    }

    /** Brings the keyboard to the active cell, with all of its text selected, and the cell into sight. */
    focus() {
        const {ahead} = this;
        Object.assign(this, {ahead: "", moving: false, typing: false});
        const target = this.input || this.grid.table.el?.querySelector(".o_perf_grid_active");
        if (!target || document.querySelector(".modal:not(.o_inactive_modal)")) {
            return;
        }
        if (this.input) {
            this.input.value = this.grid.model.text(this.grid.activeCell);
        }
        target.focus({preventScroll: true});
        target.select?.();
        if (this.input && ahead) {
            this.input.value = ahead;
            this.input.setSelectionRange(ahead.length, ahead.length);
            this.typing = true;
        }
        this.reveal(target.closest("td"));
    }

    /** Scrolls a cell out from under the frozen column, header and totals. */
    reveal(cell) {
        const scroller = cell.closest(".o_perf_grid_scroll");
        const [box, frame] = [cell.getBoundingClientRect(), scroller.getBoundingClientRect()];
        const table = this.grid.table.el;
        const left = frame.left + table.querySelector("tbody th").offsetWidth;
        const right = frame.right - (table.querySelector("tbody .o_perf_grid_total")?.offsetWidth || 0);
        const top = frame.top + table.tHead.offsetHeight;
        const bottom = frame.bottom - (table.tFoot?.offsetHeight || 0);
        scroller.scrollLeft += Math.min(0, box.left - left) || Math.max(0, box.right - right);
        scroller.scrollTop += Math.min(0, box.top - top) || Math.max(0, box.bottom - bottom);
    }

    /** The text of the active cell: drawn anew while somebody types, it stays what was typed. */
    text(cell) {
        return this.typing && this.input ? this.input.value : this.grid.model.text(cell);
    }

    /** Takes what was typed into the active cell. */
    commit() {
        const {activeCell: cell, model} = this.grid;
        model.typing = null;
        if (this.ahead && cell?.input) {
            model.mark();
            model.setText(cell, this.ahead);
        }
        this.ahead = "";
        if (this.typing && this.input && cell?.input) {
            this.typing = false;
            if (this.input.value !== model.text(cell)) {
                model.mark();
                model.setText(cell, this.input.value);
            }
        }
        this.typing = false;
    }

    onInput() {
        const {activeCell: cell, model} = this.grid;
        this.typing = true;
        model.typing = cell && this.input?.value !== model.text(cell) ? cell.line_id : null;
    }

    onBlur() {
        if (!this.moving) {
            this.commit();
        }
    }

    /** Keeps what is typed while the next cell is still being drawn, so that nobody types too fast. */
    typeAhead(event) {
        if (this.moving && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            this.ahead += event.key;
            return true;
        }
        return false;
    }

    onMouseDown(event) {
        const cell = event.target.closest("td[data-row]");
        if (!cell) {
            return;
        }
        const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
        if (!this.grid.isActive(row, column)) {
            event.preventDefault();
            this.commit();
            this.grid.select(row, column, event.shiftKey);
        }
    }

    move(down, right, extend) {
        this.commit();
        const {column, row} = this.grid.state;
        const {columns, rows} = this.size;
        const to = {
            row: Math.min(Math.max(row + down, 0), rows - 1),
            column: Math.min(Math.max(column + right, 0), columns - 1),
        };
        this.grid.select(to.row, to.column, extend);
    }

    /** Goes on to the next cell in reading order, or down the column; past the end the key does what it does elsewhere. */
    step(event, sign, byColumn) {
        const {column, row} = this.grid.state;
        const {columns, rows} = this.size;
        const place = (byColumn ? column * rows + row : row * columns + column) + sign;
        this.commit();
        if (place < 0 || place >= rows * columns) {
            return;
        }
        event.preventDefault();
        if (byColumn) {
            this.grid.select(place % rows, Math.floor(place / rows));
        } else {
            this.grid.select(Math.floor(place / columns), place % columns);
        }
    }

    cancel() {
        const {activeCell: cell, model} = this.grid;
        this.typing = false;
        model.typing = null;
        if (cell && this.input) {
            this.input.value = model.text(cell);
        }
        this.grid.select(this.grid.state.row, this.grid.state.column);
    }

    onKey(event) {
        if (event.isComposing || !this.grid.model.rows.length || this.typeAhead(event)) {
            return;
        }
        const ctrl = event.ctrlKey || event.metaKey;
        const name = `${ctrl ? "Ctrl+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
        const handler = this.handlers(event)[name];
        if (handler) {
            if (!["Tab", "Enter"].includes(name)) {
                event.preventDefault();
            }
            handler();
        }
    }

    handlers(event) {
        const {shiftKey: shift} = event;
        const {columns, rows} = this.size;
        const sign = shift ? -1 : 1;
        return {
            ArrowUp: () => this.move(-1, 0, shift),
            ArrowDown: () => this.move(1, 0, shift),
            ArrowLeft: () => this.move(0, -1, shift),
            ArrowRight: () => this.move(0, 1, shift),
            "Ctrl+ArrowUp": () => this.move(-rows, 0, shift),
            "Ctrl+ArrowDown": () => this.move(rows, 0, shift),
            "Ctrl+ArrowLeft": () => this.move(0, -columns, shift),
            "Ctrl+ArrowRight": () => this.move(0, columns, shift),
            Home: () => this.move(0, -columns, shift),
            End: () => this.move(0, columns, shift),
            PageUp: () => this.move(-10, 0, shift),
            PageDown: () => this.move(10, 0, shift),
            "Ctrl+Home": () => this.move(-rows, -columns, shift),
            "Ctrl+End": () => this.move(rows, columns, shift),
            Tab: () => this.step(event, sign, false),
            Enter: () => this.step(event, sign, true),
            Escape: () => this.cancel(),
            F2: () => this.toNote(),
            "Ctrl+z": () => this.grid.undo(),
            "Ctrl+Enter": () => this.openLine(),
            ...(this.typing ? {} : {Delete: () => this.clear(), Backspace: () => this.clear()}),
            ...(this.input ? {} : {" ": () => this.openLine()}),
        };
    }

    clear() {
        this.grid.clear();
        this.grid.state.focus += 1;
    }

    openLine() {
        this.commit();
        this.grid.openLine();
    }

    toNote() {
        this.commit();
        this.grid.noteInput.el?.focus();
        this.grid.noteInput.el?.select();
    }
}

/** Gives a grid its keys. */
export function useGridKeys(grid) {
    return new GridKeys(grid);
}
