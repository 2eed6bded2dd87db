import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// People read Chinese here: everything is found by its name or its data, nothing by a word of the screen.

const press = (content, trigger) => [{content, trigger, run: "click"}];

const sees = (content, trigger) => [{content, trigger}];

const fill = (name, text, tag = "input") => [
    {content: `Fill in ${name}`, trigger: `.o_field_widget[name='${name}'] ${tag}`, run: `edit ${text}`},
];

const choose = (name, text, label = text) => [
    ...fill(name, text),
    ...press(`Choose ${label}`, `.o-autocomplete--dropdown-item:contains("${label}")`),
];

const save = [
    ...press("Save", ".o_form_button_save"),
    ...sees("It is saved", ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))"),
];

const isIn = (state) => sees(`It is ${state}`, `.o_arrow_button_current[data-value='${state}']`);

const confirmed = press("Yes", ".modal .modal-footer .btn-primary");

const row = (text) => `.o_list_view .o_data_row:contains("${text}")`;

const openRow = (text, cell) => press(`Open ${text}`, `${row(text)} td[name='${cell}']`);

// === SUMMARY OF A QUARTER === //

tours.add("perf_summary_write", {
    steps: () => [
        ...openRow("East Township", "unit_id"),
        ...sees("Who is missing", ".o_field_widget[name='missing_names']:contains('Colleague')"),
        ...fill("attendees", "Head, Deputy, Coordinator"),
        ...fill("opinion", "A good quarter", "textarea"),
        ...press(
            "Open the day of the meeting",
            ".o_field_widget[name='meeting_date'] input, button[data-field='meeting_date']"
        ),
        ...press("The group met today", ".o_datetime_picker .o_today"),
        ...save,
        ...sees("The head submits it, not the group", ".o_form_view:not(:has(button[name='action_submit']))"),
    ],
});

tours.add("perf_summary_office", {
    steps: () => [
        ...press("How far the units are", ".o_perf_board_tracking"),
        ...press("Summaries to confirm", ".o_perf_tracking_submitted:contains('3')"),
        ...openRow("West Township", "unit_id"),
        ...press("Return it", "button[name='action_ask_reason']"),
        ...sees("The dialog names it", ".modal .o_field_widget[name='subject']:contains('West Township')"),
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='reason'] textarea",
            run: "edit The opinion is missing",
        },
        ...press("Give it back", ".modal button[name='action_apply']"),
        ...isIn("draft"),
        ...sees(
            "The reason stands on it",
            ".alert .o_field_widget[name='return_reason']:contains('The opinion is missing')"
        ),
        ...press("Back to the list", ".breadcrumb-item:last a, .o_breadcrumb .o_back_button"),
        ...sees("It is gone", `.o_list_view:not(:has(.o_data_row:contains("West Township"))) .o_data_row:nth-child(2)`),
        ...press("All the others", ".o_list_view thead .o_list_record_selector input"),
        ...press("Confirm them", ".o_control_panel button[name='action_confirm']"),
        ...confirmed,
        ...sees("Nothing is left", ".o_list_view:not(:has(.o_data_row))"),
    ],
});

// === STAND-IN === //

tours.add("perf_standin_name", {
    steps: () => [
        ...press("New", ".o_list_button_add"),
        ...sees("It begins with himself", ".o_field_widget[name='employee_id'] input:value('Head')"),
        ...choose("employee_id", "Deputy"),
        ...choose("standin_id", "Helper"),
        ...fill("reason", "Training"),
        ...save,
        ...isIn("draft"),
        ...sees("Only who was named accepts", ".o_form_view:not(:has(button[name='action_accept']))"),
    ],
});

const cell = (column) => `.o_data_row:has(td[name='indicator_id']:contains("Duties")) td[name='${column}']`;

const type = (column, value) => [
    ...press(`Go to ${column}`, cell(column)),
    {content: `Type ${value}`, trigger: `${cell(column)} input`, run: `edit ${value}`},
];

tours.add("perf_standin_review", {
    steps: () => [
        ...press("Review", ".o_perf_work_card[data-kind='review'] .o_perf_work_button"),
        ...type("review_value", "15"),
        ...type("review_reason", "Two tasks were late"),
        ...press("Finish", ".o_form_statusbar button[name='action_review']"),
        ...isIn("reviewed"),
        ...press("The trail", ".nav-link[name='trail']"),
        ...sees("In whose place", "label[for^='reviewed_for_id']:contains('代')"),
        ...sees("In the place of the deputy", ".o_field_widget[name='reviewed_for_id']:contains('Deputy')"),
        ...press("The changes", "button[name='action_view_changes']"),
        ...sees("The change too", `.o_list_view td[name='changed_for_id']:contains('Deputy')`),
    ],
});

// === WHAT IS LATE === //

tours.add("perf_remind_late", {
    steps: () => [
        ...press("How far the units are", ".o_perf_board_tracking"),
        ...sees("Two units have something late", ".o_perf_board_figure.text-danger:contains('2')"),
        ...sees(
            "The cell says so",
            `tr:has(th:contains("East Township")) .o_perf_tracking_mark.text-bg-danger:has(.fa-clock-o):contains("5")`
        ),
        ...press("Remind all late ones", ".o_perf_tracking_remind"),
        ...sees("It is said how many", ".o_notification:has(.bg-success)"),
    ],
});

// === MORE TIME === //

tours.add("perf_extension_grant", {
    steps: () => {
        const month = new Date().getMonth() + 1;
        return [
            ...press("New", ".o_list_button_add"),
            ...sees("The month that is open", `.o_field_widget[name='period_id'] input:value("${month}月")`),
            ...choose("unit_id", "East Township"),
            ...fill("days", "20"),
            ...fill("reason", "The office moves"),
            ...sees(
                "The new deadlines are shown at once",
                ".o_field_widget[name='self_deadline'] span:not(.text-danger)"
            ),
            ...save,
            ...sees("It can be taken back", "button[name='action_archive']"),
        ];
    },
});

/** The deadline on the card of one's sheet, late or not. */
const deadline = (isLate) =>
    sees(
        "Date and days of the deadline",
        `.o_kanban_record .o_field_widget[name='deadline'] span${isLate ? ".text-danger" : ":not(.text-danger)"} small`
    );

tours.add("perf_deadline_late", {steps: () => deadline(true)});

tours.add("perf_deadline_moved", {
    steps: () => [
        ...deadline(false),
        {
            content: "The days are those of the server's date",
            trigger: ".o_kanban_record .o_field_widget[name='deadline'] span[title]",
            run: ({anchor}) => {
                const {DateTime} = luxon;
                const day = DateTime.fromFormat(anchor.title, "yyyy/MM/dd");
                const days = Math.round(day.diff(DateTime.local().startOf("day"), "days").days);
                if (!(days > 20) || !anchor.querySelector("small").textContent.includes(String(days))) {
                    throw new Error(`${anchor.title} is ${days} days away, not ${anchor.textContent}`);
                }
            },
        },
    ],
});

// === A REVIEWER WHO IS GONE === //

const STUCK = ".o_perf_work_card[data-kind='stuck']";

tours.add("perf_reviewer_change", {
    steps: () => [
        ...sees("One card a reviewer", `${STUCK}:contains('Deputy')`),
        ...press("Choose a reviewer", `${STUCK} .o_perf_work_button`),
        ...sees("All open sheets", ".modal .o_field_widget[name='appraisal_ids'] .o_tag:nth-child(2)"),
        ...choose("reviewer_id", "Coordinator"),
        ...fill("reason", "Has left"),
        ...press("Change", ".modal button[name='action_apply']"),
        ...sees("The card is gone", `.o_perf_work:not(:has(${STUCK}))`),
    ],
});

tours.add("perf_print_many", {
    steps: () => [
        ...press("The sheets of the month", "button[name='action_view_appraisals']"),
        ...press("Choose the first page", ".o_list_view thead .o_list_record_selector input"),
        ...press("Choose all pages", ".o_select_domain"),
        ...press("Print", ".o_cp_action_menus button:has(.fa-print)"),
        ...press("The form", ".o-dropdown--menu .o_menu_item"),
        ...sees("The job is there", ".o_form_view .o_field_widget[name='record_count']"),
        {
            content: "The list that was left did not trip over it",
            trigger: ".o_form_view",
            run: () => new Promise((resolve) => setTimeout(resolve, 500)),
        },
        ...sees("No error", "body:not(:has(.modal)) .o_form_view"),
    ],
});
