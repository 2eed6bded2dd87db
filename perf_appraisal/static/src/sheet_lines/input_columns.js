const GIVEN = ["judged", "level"];
export const MEASURED = ["ratio", "step", "threshold", "efficacy"];

/**
 * The columns in which a line takes points now, in the order of the keyboard.
 *
 * @param {Object} data values of the line
 * @returns {String[]}
 */
export function inputColumns(data) {
    const given = GIVEN.includes(data.method);
    if (data.state === "draft") {
        if (MEASURED.includes(data.method)) {
            return data.actual_value ? ["actual_value"] : ["actual_value", "self_note"];
        }
        const columns = data.method === "level" ? ["level_id", "self_value"] : ["self_value"];
        return given ? columns.concat(data.self_value ? [] : ["self_note"]) : [];
    }
    if (data.state === "self_scored") {
        const changed = data.review_value !== data.self_value || data.review_score !== data.self_score;
        return (given ? ["review_value"] : []).concat(changed ? ["review_reason"] : []);
    }
    if (data.state === "reviewed") {
        return data.final_score === data.review_score ? ["final_score"] : ["final_score", "final_reason"];
    }
    return [];
}
