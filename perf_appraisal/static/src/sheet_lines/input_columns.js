/**
 * Where a line takes its input is said by the server (`input_column`); here is only the way of the keyboard: a zero
 * goes on to the note, a changed score to its reason.
 */
function selfColumns(data) {
    const column = data.input_column;
    if (!column) {
        return [];
    }
    const columns = data.method === "level" ? ["level_id", column] : [column];
    return data[column] ? columns : [...columns, "self_note"];
}

function reviewColumns(data) {
    const columns = [];
    if (data.input_column === "self_value") {
        columns.push("review_value");
    } else if (data.input_column && data.self_skipped) {
        columns.push(data.input_column);
    }
    const changed = data.review_value !== data.self_value || data.review_score !== data.self_score;
    return changed ? [...columns, "review_reason"] : columns;
}

function finalColumns(data) {
    return data.final_score === data.review_score ? ["final_score"] : ["final_score", "final_reason"];
}

const COLUMNS = {draft: selfColumns, self_scored: reviewColumns, reviewed: finalColumns};

/**
 * The columns in which a line takes points now, in the order of the keyboard.
 *
 * @param {Object} data values of the line
 * @returns {String[]}
 */
export function inputColumns(data) {
    return COLUMNS[data.state]?.(data) || [];
}
