import {registry} from "@web/core/registry";

// On a phone, in Chinese: everything is found by its name or its data, nothing by a word of the screen.

const tours = registry.category("web_tour.tours");

const press = (content, trigger) => [{content, trigger, run: "click"}];

const sees = (content, trigger) => [{content, trigger}];

const widget = (name) => `.o_field_widget[name='${name}']`;

/** The dialog on top fills the screen; below it may lie another one. */
const DIALOG = ".o_dialog:not(.o_inactive_modal)";

const FREE = "body:not(:has(.modal))";

const fill = (name, text) => [
    {content: `Fill in ${name}`, trigger: `${DIALOG} ${widget(name)} input`, run: `edit ${text} && press Tab`},
];

/** A small screen offers what there is to choose in one more dialog. */
const choose = (name, text) => [
    ...press(`Look for ${name}`, `${DIALOG} .o_form_view ${widget(name)} input`),
    ...press(`Choose ${text}`, `${DIALOG}:not(:has(.o_form_view)) .o_kanban_record:contains("${text}")`),
    ...sees(`${text} is chosen`, `${DIALOG} ${widget(name)} input:value("${text}")`),
];

const save = (content) => press(content, `${DIALOG} .o_form_button_save`);

/** The card of a line on the sheet. */
const card = (indicator) => `${widget("line_ids")} .o_kanban_record:contains("${indicator}")`;

/** Types points straight into a card. */
const points = (indicator, value) => [
    {
        content: `${value} for ${indicator}`,
        trigger: `${card(indicator)} .o_perf_quick input`,
        run: `edit ${value} && press Tab`,
    },
];

const openLine = (indicator) => [
    ...press(`Tap the card of ${indicator}`, `${FREE} ${card(indicator)}`),
    ...sees("The line fills the screen", `${DIALOG} .o_form_view ${widget("claim_ids")}`),
];

/** Adds a claim, which opens in a dialog of its own. */
const claim = (rule, ...steps) => [
    ...press("Add a claim", `${DIALOG} ${widget("claim_ids")} .o-kanban-button-new`),
    ...choose("rule_id", rule),
    ...steps,
    ...save("The claim is done"),
    ...sees("It stands on the line", `${DIALOG} ${widget("claim_ids")} .o_kanban_record:contains("${rule}")`),
];

const scored = (indicator, score) =>
    sees(`${indicator} is worth ${score}`, `${FREE} ${card(indicator)} .fs-3:contains("${score}")`);

const openSheet = press("Fill in", ".o_perf_work_card[data-kind='fill'] .o_perf_work_button");

const submit = press("Submit", `${FREE} .o_perf_sheet_bar button[name='action_submit']`);

const finish = press("Finish", `${FREE} .o_perf_sheet_bar button[name='action_review']`);

tours.add("perf_phone_self_score", {
    steps: () => [
        ...openSheet,
        ...sees("Cards, no table", `${widget("line_ids")}:has(.o_kanban_renderer):not(:has(table))`),
        ...points("Duties", "18"),
        ...points("Visits", "0"),
        ...sees("The 0 stays in sight", `${card("Visits")} .o_perf_quick input:value("0")`),
        ...press("It lacks its word, which is asked for", `${card("Visits")} .o_perf_zero`),
        ...sees("The line takes the word", `${DIALOG} ${widget("self_note")}`),
        ...press("Not now", `${DIALOG} .modal-header .oi-arrow-left, ${DIALOG} .modal-header .btn-close`),
        ...openLine("Attendance"),
        ...claim("Late", ...fill("quantity", "3")),
        ...save("Three times late"),
        ...scored("Attendance", "18.5"),
        ...openLine("Service"),
        ...choose("level_id", "Good (18–20)"),
        ...fill("self_value", "9"),
        ...sees("What is outside is refused, and the range is told", ".o_notification:contains('18'):contains('20')"),
        {
            content: "Nothing else is put in its place",
            trigger: `${DIALOG} ${widget("self_value")} input`,
            run({anchor}) {
                if (anchor.value) {
                    throw new Error(`${anchor.value} stands there`);
                }
            },
        },
        ...fill("self_value", "19"),
        ...save("Level and points"),
        ...scored("Service", "19"),
        ...openLine("Reports"),
        ...claim("Final text"),
        ...save("One part"),
        ...scored("Reports", "12"),
        ...submit,
        ...press(
            "The refusal names the only line that is missing",
            `${DIALOG}:contains("Visits"):not(:contains("Duties"), :contains("Service")) .modal-footer .btn-primary`
        ),
        ...scored("Attendance", "18.5"),
        ...points("Visits", "7.5"),
        ...scored("Visits", "15"),
        ...points("Visits", "10"),
        ...scored("Visits", "20"),
        ...submit,
        ...sees("It is handed in, and can be withdrawn", ".o_form_statusbar button[name='action_withdraw']"),
    ],
});

tours.add("perf_phone_review", {
    steps: () => [
        ...press("Review", ".o_perf_work_card[data-kind='review'] .o_perf_work_button"),
        ...sees("Nothing is shown as the leader's", `${card("Duties")}:not(:has(${widget("review_score")}))`),
        ...points("Duties", "15"),
        ...sees("15 is the leader's", `${card("Duties")} ${widget("review_score")}:contains("15")`),
        ...finish,
        ...press(
            "The refusal names the line",
            `${DIALOG}:contains("Duties"):not(:contains("Service")) .modal-footer .btn-primary`
        ),
        ...openLine("Duties"),
        ...fill("review_reason", "两项工作迟报"),
        ...save("A reason"),
        ...points("Service", "16"),
        ...openLine("Service"),
        ...fill("review_reason", "群众反映"),
        ...save("Another one"),
        ...finish,
        ...sees("Nothing is left to do here", ".o_form_view:not(:has(.o_perf_sheet_bar))"),
    ],
});

const ENTRY = "走访东村十二户";

const goTo = (menu) => [
    ...press("Open the menus", `${FREE} .o_menu_toggle`),
    ...press(`Go to ${menu}`, `.o_app_menu_sidebar [data-menu-xmlid='perf_appraisal.${menu}']`),
    ...sees("The menus are closed", "body:not(:has(.o_app_menu_sidebar))"),
];

tours.add("perf_phone_work_log", {
    steps: () => [
        ...press("Write a line", ".o_perf_work_log"),
        ...fill("text", ENTRY),
        ...save("That is all"),
        ...sees("Back on My Work", `${FREE} .o_perf_work .o_perf_work_log`),
        ...goTo("perf_work_log_menu_mine"),
        ...sees("It stands among the entries of the month", `.o_kanban_view .o_kanban_record:contains("${ENTRY}")`),
        ...press("Other views", ".o_cp_switch_buttons button"),
        ...press("The calendar", ".o_cp_switch_buttons .o-dropdown-item:has(.fa-calendar)"),
        ...sees("It stands on its day", `.o_calendar_view .fc-day-today:has(.fc-event)`),
        ...goTo("perf_appraisal_menu_work"),
        ...openSheet,
        ...press("Turn to the work log", ".o_notebook .nav-link[name='work_log']"),
        ...sees("It is offered", `${widget("work_log_ids")} .o_kanban_record:contains("${ENTRY}")`),
        ...press("Take it", "button[name='action_take_work_log']"),
        ...sees("It is in the summary", `${widget("self_summary")} textarea:value("${ENTRY}")`),
    ],
});
