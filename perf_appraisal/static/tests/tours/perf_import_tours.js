import {registry} from "@web/core/registry";

/* Nothing here looks for a text of the screen: the person of these tours reads Chinese. */

const tours = registry.category("web_tour.tours");
const WAITING = ".o_field_widget[name=unread_line_ids]";
const RULE = `${WAITING} .o_selected_row td[name=rule_text] input`;
const MOST_KEYS = 12;

/** What the rows that wait are corrected to, in turns. */
const CORRECTIONS = ["0..5", "-1", "5/3/0", "-0.5", "5/0"];

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));

/** Wait until something holds, at most two seconds. */
async function until(holds, message) {
    for (let turn = 0; turn < 60; turn++) {
        if (holds()) {
            return;
        }
        await drawn();
    }
    throw new Error(message);
}

const selected = () => document.querySelector(`${WAITING} .o_selected_row`);

const read = {
    content: "Read the file by its key",
    trigger: ".o_form_view button[name=action_read]",
    run: "press alt+q",
};

tours.add("perf_import_keyboard", {
    steps: () => [
        read,
        {
            content: "Correct the rows that wait, one after the other, by the keyboard alone",
            trigger: RULE,
            timeout: 60000,
            async run({press}) {
                const rows = document.querySelectorAll(`${WAITING} .o_data_row`).length;
                check(rows === 20, `20 rows wait, not ${rows}`);
                for (let row = 0; row < rows; row++) {
                    const here = selected();
                    check(here?.contains(document.activeElement), `row ${row} has not got the keyboard`);
                    check(document.activeElement.matches(RULE), `row ${row}: the rule is not where one types`);
                    let keys = 1;
                    const understood = here.querySelector("[name=status] .text-bg-success");
                    if (row < 15) {
                        check(!understood, `row ${row} is understood before anybody corrects it`);
                        for (const key of CORRECTIONS[row % CORRECTIONS.length]) {
                            await press(key);
                            keys++;
                        }
                    } else {
                        check(understood, `row ${row} holds what an equal cell was corrected to`);
                    }
                    check(keys <= MOST_KEYS, `row ${row} took ${keys} keys`);
                    await press("Enter");
                    await until(() => selected() && selected() !== here, `Enter leads on from row ${row}`);
                    await drawn();
                }
            },
        },
        {content: "Save", trigger: ".o_form_view", run: "press alt+s"},
        {content: "Nothing waits", trigger: `.o_form_view:not(:has(${WAITING}))`},
        {content: "Create", trigger: ".o_form_view button[name=action_import]", run: "press alt+w"},
        {content: "The scheme's table", trigger: ".o_list_view .o_data_row"},
    ],
});

tours.add("perf_import_lines", {
    steps: () => [
        read,
        {
            content: "The lines of a cell stay apart where they are typed in one",
            trigger: RULE,
            run() {
                const {value} = document.querySelector(RULE);
                check(value === "由考评组酌情打分；另有规定的除外", value);
            },
        },
    ],
});

tours.add("perf_import_again", {
    steps: () => [
        read,
        {
            content: "What differs stands together",
            trigger: ".o_field_widget[name=differing_line_ids] td[name=differences]:contains(→)",
        },
        {content: "Look at all rows", trigger: ".o_notebook a[name=rows]", run: "click"},
        {content: "What differs is shown", trigger: ".o_field_widget[name=line_ids] td[name=differences]:contains(→)"},
        {
            content: "Three rows differ, nothing waits",
            trigger: `.o_form_view:not(:has(${WAITING}))`,
            run() {
                const cells = document.querySelectorAll(".o_field_widget[name=line_ids] td[name=differences]");
                const different = [...cells].filter((cell) => cell.textContent.includes("→")).length;
                check(cells.length === 80 && different === 3, `${different} of ${cells.length} rows differ`);
            },
        },
    ],
});
