import {GridRow} from "@perf_appraisal/grid/grid_row";
import {registry} from "@web/core/registry";

/* Nothing here looks for a text of the screen: the people of these tours read Chinese. */

const tours = registry.category("web_tour.tours");
const ACTIVE = ".o_perf_grid_active";
const SAVED = ".o_perf_grid_save:disabled:not(:has(.o_perf_grid_count))";
const CHANGES = ".o_field_widget[name=line_ids] .o_data_row";

/** What one types into a cell of the month. */
const typed = (row, column) => String((row + column) % 8);
const LINES = 12;
const COUNTED = LINES - 1; // how often something happened: never is no matter
const PART = 90; // cells that one step types: no step may take longer than a minute

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

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));

/** Whether one sees the middle of an element: nothing lies over it, and it is not scrolled away. */
function isSeen(element) {
    const {height, left, top, width} = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}

/** The keyboard is in the active cell, and frozen headings, names and totals hide neither it nor themselves. */
function checkPlace(row, column) {
    const where = `cell ${row}, ${column}`;
    const cell = document.querySelector(ACTIVE);
    check(cell?.dataset.row === String(row) && cell.dataset.column === String(column), `${where} is not active`);
    check(cell.contains(document.activeElement), `${where} has not got the keyboard`);
    check(isSeen(cell), `${where} is hidden`);
    const table = cell.closest("table");
    check(isSeen(table.tHead.rows[1].cells[column].querySelector(".o_perf_grid_name")), `${where}: no heading`);
    check(isSeen(table.tBodies[0].rows[row].querySelector("th .o_perf_grid_name")), `${where}: no name`);
    check(isSeen(table.tBodies[0].rows[row].querySelector(".o_perf_grid_total b")), `${where}: no total`);
}

function call(model, method, args) {
    const params = {model, method, args, kwargs: {}};
    return fetch(`/web/dataset/call_kw/${model}/${method}`, {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({jsonrpc: "2.0", params}),
    })
        .then((answer) => answer.json())
        .then(({result}) => result);
}

/** Fetches a file of the user by its name. */
async function load(name) {
    const [{id}] = await call("ir.attachment", "search_read", [[["name", "=", name]], ["id"]]);
    return await fetch(`/web/content/${id}`);
}

/** The names of the rows that are drawn anew while something is done. */
async function drawnRows(action) {
    const rows = new Set();
    const {cellClass} = GridRow.prototype;
    GridRow.prototype.cellClass = function (...args) {
        rows.add(this.props.index);
        return cellClass.apply(this, args);
    };
    await action();
    await drawn();
    GridRow.prototype.cellClass = cellClass;
    return Array.from(rows);
}

/** Types the month of so many people. */
function monthSteps(people) {
    const places = Array.from({length: people * LINES}, (_place, at) => [Math.floor(at / LINES), at % LINES]);
    const parts = Array.from({length: Math.ceil(places.length / PART)}, (_part, at) =>
        places.slice(at * PART, (at + 1) * PART)
    );
    const zeros = places.filter(([row, column]) => typed(row, column) === "0");
    return [
        {
            content: `${people} people, twelve columns, the first cell has the keyboard`,
            trigger: `.o_perf_grid_table[aria-rowcount='${people + 2}'][aria-colcount='14']:has(${ACTIVE} input:focus)`,
        },
        {
            content: "Nobody has a score yet: there is no mean",
            trigger: "tfoot:has(.o_perf_grid_over[data-count='0']) td.o_perf_grid_total:contains('–')",
        },
        ...parts.map((part) => ({
            content: "Cell after cell by the keyboard alone",
            timeout: 60000, // 180 keys, and no step may take longer: a busy machine takes its time
            trigger: `${ACTIVE} input`,
            async run({press}) {
                for (const [row, column] of part) {
                    if (row % 3 === 0) {
                        await drawn();
                        checkPlace(row, column);
                    }
                    await press(typed(row, column));
                    if (row === 3 && column === 4) {
                        const rows = await drawnRows(() => press("Tab"));
                        check(rows.includes(3) && rows.every((at) => at <= 3), `empty rows are drawn anew: ${rows}`);
                        continue;
                    }
                    if (row === 0 && column === 1) {
                        await drawn();
                        const {textContent: count} = document.querySelector(".o_perf_grid_count");
                        check(count === "2", `what is being typed is not saved either, ${count}`);
                    }
                    await press("Tab");
                    if (row === 0 && column === COUNTED) {
                        await drawn();
                        const foot = document.querySelector("tfoot tr");
                        check(foot.querySelector(".o_perf_grid_over").dataset.count === "1", "over one row");
                        check(foot.cells[2].textContent === typed(0, 1), "the mean of the only row with a score");
                    }
                }
            },
        })),
        {
            content: "All cells wait to be saved, but those where nothing happened, as before",
            trigger: `.o_perf_grid_count:contains('${
                places.length - zeros.filter(([, column]) => column === COUNTED).length
            }')`,
            run: ({press}) => press("ctrl+s"),
        },
        {
            content: "They are saved in one call, but those with 0: they want a note",
            trigger: `.o_perf_grid_count:contains('${zeros.filter(([, column]) => column !== COUNTED).length}')`,
            async run({edit, press}) {
                await press("ctrl+Home");
                await drawn();
                checkPlace(0, 0);
                await press("F2");
                check(document.activeElement.matches(".o_perf_grid_note"), "the note has the keyboard");
                await edit("病假", ".o_perf_grid_note");
                await press("Enter");
                await drawn();
                checkPlace(0, 0);
                await press("alt+r");
            },
        },
        {
            content: "One note for all others",
            trigger: ".modal .o_perf_grid_reason:focus",
            async run({edit, press}) {
                await edit("没有此项工作", ".modal .o_perf_grid_reason");
                await press("Enter");
            },
        },
        {
            content: "Save again",
            trigger: "body:not(:has(.modal)):not(:has(.o_perf_grid_missing)) .o_perf_grid_save:enabled",
            run: ({press}) => press("ctrl+s"),
        },
        {
            content: "All is complete: the next step is to hand in",
            trigger: ".o_perf_grid_action:has(.o_perf_grid_save:disabled) .o_perf_grid_submit.btn-primary",
            run: ({press}) => press("alt+q"),
        },
        {
            content: "Yes",
            trigger: ".modal .modal-footer .btn-primary",
            async run({press}) {
                await drawn();
                check(document.querySelector(".modal").contains(document.activeElement), "the dialog has the keyboard");
                await press("Enter");
            },
        },
        {
            content: "Nothing waits any more, and it says what was done",
            trigger: `.o_perf_grid_empty .o_perf_grid_finished:contains('${people}')`,
        },
        {content: "It stays in the month", trigger: ".o_perf_grid_choices select[aria-label]"},
    ];
}

tours.add("perf_grid_self", {steps: () => monthSteps(30)});

tours.add("perf_grid_self_small", {steps: () => monthSteps(20)});

/** Uploads a workbook through the dialog's own widget, and presses Check. */
const upload = (name) => [
    {
        content: `Give ${name} to the widget of the file`,
        trigger: ".modal .o_field_widget[name=file]",
        async run({anchor}) {
            const files = new DataTransfer();
            files.items.add(new File([await (await load(name)).blob()], name));
            const input = anchor.querySelector("input[type=file]");
            input.files = files.files;
            input.dispatchEvent(new Event("change", {bubbles: true}));
        },
    },
    {content: "It is there", trigger: ".modal .o_field_widget[name=file] .o_clear_file_button"},
    {content: "Check it", trigger: ".modal button[name=action_preview]", run: "click"},
];

tours.add("perf_grid_xlsx", {
    steps: () => [
        {content: "Open the dialog", trigger: ".o_perf_grid_upload", run: "click"},
        ...upload("planted.xlsx"),
        {
            content: "All planted errors are named, with row and reason, and can be read in full",
            trigger: `${CHANGES}.text-danger`,
            async run() {
                const expected = await (await load("planted.json")).json();
                const rows = Array.from(document.querySelectorAll(`${CHANGES}.text-danger`), (row) => {
                    const cells = ["place", "row", "reason"].map((name) => row.querySelector(`td[name=${name}]`));
                    cells.forEach((cell) => {
                        check(cell.scrollWidth <= cell.clientWidth, `“${cell.textContent}” is cut off`);
                    });
                    return cells.map((cell) => cell.textContent.trim());
                });
                check(rows.length === expected.length, `${rows.length} refused: ${JSON.stringify(rows)}`);
                for (const [place, name, reason] of expected) {
                    const found = rows.filter((row) => row[0] === place && row[1] === name && row[2].match(reason));
                    check(found.length === 1, `${place} ${name} ${reason} not in ${JSON.stringify(rows)}`);
                }
                const top = document.querySelector(".modal .alert-warning [name=refused_count]");
                check(top.textContent.trim() === String(expected.length), "how many are refused stands above");
            },
        },
        {content: "Take the corrected workbook", trigger: ".modal button[name=action_back]", run: "click"},
        ...upload("clean.xlsx"),
        {
            content: "Nothing is refused: apply",
            trigger: `.modal:has(${CHANGES}):not(:has(.text-danger)) button[name=action_apply]`,
            run: "click",
        },
        {
            content: "The grid shows what was applied",
            trigger: "body:not(:has(.modal)) tfoot .o_perf_grid_over[data-count='30']",
        },
    ],
});

tours.add("perf_grid_lead", {
    steps: () => [
        {
            content: "Thirty-six units, three indicators: paste what does not fit",
            trigger: `.o_perf_grid_table[aria-rowcount='38'][aria-colcount='5']:has(${ACTIVE} input)`,
            run: () =>
                paste(
                    document.querySelector(`${ACTIVE} input`),
                    block(36, 4, (row, column) => (column ? "7" : "much"))
                ),
        },
        {
            content: "It is shown before anything is entered",
            trigger: ".modal .o_perf_grid_problem:contains('much')",
            run() {
                const problems = Array.from(document.querySelectorAll(".modal .o_perf_grid_problem"));
                check(problems.length === 72, `${problems.length} problems`); // a column of texts, and one too many
                problems.forEach((row) => {
                    check(row.cells.length === 4 && row.cells[3].textContent.trim(), "each has a reason");
                });
            },
        },
        {content: "Enter nothing of it", trigger: ".modal .o_perf_grid_nothing", run: "click"},
        {
            content: "Paste all points at once",
            trigger: `body:not(:has(.modal)):not(:has(.o_perf_grid_count)) ${ACTIVE} input`,
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
        {content: "Say why", trigger: ".modal .o_perf_grid_reason", run: "edit 现场核查"},
        {content: "Write it", trigger: ".modal .btn-primary", run: "click"},
        {
            content: "Save",
            trigger: "body:not(:has(.modal)) .o_perf_grid_save:contains('108')",
            run: "click",
        },
        {content: "All are saved", trigger: SAVED},
        {
            content: "The frozen parts stay in sight down to the last cell",
            trigger: `${ACTIVE} input`,
            async run({press}) {
                await press("ctrl+End");
                await drawn();
                checkPlace(35, 2);
                await press("ctrl+Home");
                await drawn();
                checkPlace(0, 0);
            },
        },
        {content: "The next step is to finish", trigger: ".o_perf_grid_submit.btn-primary", run: "click"},
        {content: "Yes", trigger: ".modal .modal-footer .btn-primary", run: "click"},
        {content: "Nothing waits any more", trigger: "body:not(:has(.modal)) .o_perf_grid_empty"},
    ],
});

tours.add("perf_grid_review", {
    steps: () => [
        {
            content: "Two sheets, one of them without any score: the leader's figures are of the other one",
            trigger: ".o_perf_grid_manner .o_perf_grid_over[data-count='1']",
        },
        {
            content: "Its 97 of 100 points are the mean",
            trigger: ".o_perf_grid_mean b:contains('97')",
        },
        {
            content: "So they are in the columns",
            trigger: "tfoot:has(.o_perf_grid_over[data-count='1']) .o_perf_grid_total:contains('97')",
        },
        {
            content: "What is still to score is marked, so finishing is not the next step yet",
            trigger: "body:not(:has(.o_perf_grid_submit.btn-primary)) tr:has(.o_perf_grid_left) .o_perf_grid_missing",
        },
        {
            content: "Nobody has scored the first row: its cells are empty, a 0 is typed into two of them",
            trigger: `${ACTIVE}[data-row='0'][data-column='0'] input`,
            async run({anchor, press}) {
                check(anchor.value === "", "a score that nobody gave is empty");
                await press("0");
                await press("Tab");
                await press("Tab");
                await press("0");
                await press("Tab");
            },
        },
        {
            content: "A 0 where nothing stood is asked about; one tick says that all of them are meant",
            trigger: ".o_perf_grid_ask:contains('2') ~ .o_perf_grid_zeros input",
            run: "click",
        },
        {
            content: "Nothing asks any more: save",
            trigger: "body:not(:has(.o_perf_grid_zeros)):not(:has(.o_perf_grid_ask)) .o_perf_grid_save:contains('2')",
            run: "click",
        },
        {content: "Both are saved", trigger: SAVED},
    ],
});
