import {formatFloat} from "@web/core/utils/numbers";

/**
 * Splits the text of a spreadsheet's clipboard into rows of cells; a quoted cell may hold tabs and new lines.
 *
 * @param {String} text
 * @returns {String[][]}
 */
export function parseClipboard(text) {
    const rows = [[]];
    const cells = text
        .replace(/\r\n?/g, "\n")
        .replace(/\n$/, "")
        .matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g);
    for (const [, quoted, plain, end] of cells) {
        rows.at(-1).push((quoted === undefined ? plain : quoted.replace(/""/g, '"')).trim());
        if (end === "\n") {
            rows.push([]);
        } else if (!end) {
            break;
        }
    }
    return rows;
}

/**
 * Reads a number as people type it: full-width digits and a decimal comma too.
 *
 * @param {String} text
 * @returns {Number|null} null when it is no number
 */
export function parseNumber(text) {
    const plain = text
        .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
        .replace(/[\u3002]/g, ".")
        .replace(/\s/g, "")
        .replace(/^(-?\d+),(\d+)$/, "$1.$2");
    if (!plain) {
        return 0;
    }
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

export function formatPoints(value, digits = 4) {
    return formatFloat(value || 0, {digits: [16, digits], trailingZeros: false});
}
