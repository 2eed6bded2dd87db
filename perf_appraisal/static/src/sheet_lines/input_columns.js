const GIVEN = ["judged", "level"];
export const MEASURED = ["ratio", "step", "threshold", "efficacy"];

function selfColumns(data) {
    if (MEASURED.includes(data.method)) {
        return data.actual_value ? ["actual_value"] : ["actual_value", "self_note"];
    }
    if (!GIVEN.includes(data.method)) {
        return [];
    }
    const columns = data.method === "level" ? ["level_id", "self_value"] : ["self_value"];
    return data.self_value ? columns : [...columns, "self_note"];
}

function reviewColumns(data) {
    const columns = GIVEN.includes(data.method) ? ["review_value"] : [];
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
