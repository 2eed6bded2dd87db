import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The texts of a whole grid, as a spreadsheet copies them. */
function block(rows, columns, text) {
    return Array.from({length: rows}, (_row, row) =>
        Array.from({length: columns}, (_column, column) => text(row, column)).join("\t")
    ).join("\n");
}

function paste(target, text) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    target.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData}));
}

tours.add("perf_grid_self", {
    steps: () => [
        {
            content: "Thirty people, twelve columns, the first cell has the keyboard",
            trigger: ".o_perf_grid_table[aria-rowcount='32'][aria-colcount='14'] .o_perf_grid_active input:focus",
            async run({press}) {
                for (let cell = 0; cell < 30 * 12; cell++) {
                    await press(String(1 + (cell % 8)));
                    await press("Tab");
                }
            },
        },
        {
            content: "All cells wait to be saved",
            trigger: ".o_perf_grid_count:contains('360')",
            run: ({press}) => press("ctrl+s"),
        },
        {
            content: "They are saved in one call",
            trigger:
                ".o_notification:contains('360 cells saved'), .o_perf_grid [aria-live]:contains('360 cells saved')",
        },
        {
            content: "Nothing is left to save",
            trigger: ".o_perf_grid_save:disabled:not(:has(.o_perf_grid_count))",
        },
    ],
});

tours.add("perf_grid_lead", {
    steps: () => [
        {
            content: "Thirty-six units, three indicators: paste what does not fit",
            trigger: ".o_perf_grid_table[aria-rowcount='38'][aria-colcount='5'] .o_perf_grid_active input",
            run: ({anchor}) =>
                paste(
                    anchor,
                    block(36, 4, (row, column) => (column ? "7" : "much"))
                ),
        },
        {
            content: "It is shown before anything is entered",
            trigger: ".modal .o_perf_grid_refused tr:contains('much'):contains('not a number')",
        },
        {
            content: "Enter nothing of it",
            trigger: ".modal .btn:contains('Enter nothing')",
            run: "click",
        },
        {
            content: "Paste all points at once",
            trigger: "body:not(:has(.modal)) .o_perf_grid_table .o_perf_grid_active input",
            run: ({anchor}) =>
                paste(
                    anchor,
                    block(36, 3, (row, column) => String(5 + ((row + column) % 4)))
                ),
        },
        {
            content: "One reason for all that differ from the self-score",
            trigger: ".o_perf_grid_ask:contains('108')",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_perf_grid_reason",
            run: "edit Checked on the spot",
        },
        {
            content: "Write it",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "Save",
            trigger: "body:not(:has(.modal)) .o_perf_grid_save:contains('108')",
            run: "click",
        },
        {
            content: "All are saved",
            trigger: ".o_perf_grid_save:disabled:not(:has(.o_perf_grid_count))",
        },
    ],
});
