import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const row = (indicator) => `.o_data_row:has(td[name='indicator_id']:contains("${indicator}"))`;

/** Opens the card of My Work and waits for a sheet. */
const openCard = (kind) => [
    {
        content: `Press the button of the card ${kind}`,
        trigger: `.o_perf_work_card[data-kind='${kind}'] .o_perf_work_button`,
        run: "click",
    },
];

const type = (indicator, column, value) => [
    {
        content: `Go to ${column} of ${indicator}`,
        trigger: `${row(indicator)} td[name='${column}']`,
        run: "click",
    },
    {
        content: `Type ${value}`,
        trigger: `${row(indicator)} td[name='${column}'] input`,
        run: `edit ${value}`,
    },
];

/** Adds a claim in the dialog that is open. */
const claim = (rule) => [
    {
        content: "Add a claim",
        trigger: ".modal .o_field_widget[name='claim_ids'] .o_field_x2many_list_row_add a",
        run: "click",
    },
    {
        content: `Look for ${rule}`,
        trigger: ".modal .o_selected_row td[name='rule_id'] input",
        run: `edit ${rule}`,
    },
    {
        content: `Choose ${rule}`,
        trigger: `.o-autocomplete--dropdown-item:contains("${rule}")`,
        run: "click",
    },
    {
        content: `${rule} is chosen`,
        trigger: `.modal .o_data_row td[name='rule_id'] input:value("${rule}")`,
    },
];

tours.add("perf_self_score", {
    steps: () => [
        ...openCard("fill"),
        ...type("Duties", "self_value", "18"),
        {
            content: "Submit too early",
            trigger: ".o_perf_sheet_bar button[name='action_submit']",
            run: "click",
        },
        {
            content: "The refusal names what is missing",
            trigger: ".modal:contains('cannot be submitted yet'):contains('Visits') .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "What was typed is still there",
            trigger: `body:not(:has(.modal)) ${row("Duties")} td[name='self_score']:contains("18")`,
        },
        ...type("Service", "level_id", "Good"),
        {
            content: "Choose the level",
            trigger: ".o-autocomplete--dropdown-item:contains('Good')",
            run: "click",
        },
        ...type("Service", "self_value", "19"),
        ...type("Visits", "actual_value", "10"),
        {
            content: "Open the claims of the line of parts",
            trigger: `${row("Reports")} .o_perf_claims`,
            run: "click",
        },
        ...claim("Final text"),
        {
            content: "Close the dialog, which saves nothing yet",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The claim is on the line, its points are counted",
            trigger: `body:not(:has(.modal)) ${row("Reports")}:has(.o_perf_claims:contains("1")) td[name='self_score']:contains("12")`,
        },
        {
            content: "The total is counted while typing",
            trigger: ".o_perf_total:contains('89')",
        },
        {
            content: "Submit",
            trigger: ".o_perf_sheet_bar button[name='action_submit']",
            run: "click",
        },
        {
            content: "It is with the leader",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Self-scored')",
        },
    ],
});

tours.add("perf_review", {
    steps: () => [
        ...openCard("review"),
        ...type("Duties", "review_value", "15"),
        {
            content: "Finish without a reason",
            trigger: ".o_form_statusbar button[name='action_review']",
            run: "click",
        },
        {
            content: "The refusal asks for the reason",
            trigger: ".modal:contains('Write the reason') .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The change is marked by a sign and its size",
            trigger: `body:not(:has(.modal)) ${row("Duties")} td[name='review_score'] .o_perf_difference:contains("3"):has(.fa-arrow-down)`,
        },
        ...type("Duties", "review_reason", "Two tasks were late"),
        {
            content: "Finish",
            trigger: ".o_form_statusbar button[name='action_review']",
            run: "click",
        },
        {
            content: "It is with the office",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Reviewed')",
        },
    ],
});

/** Opens the sheet of a colleague from the card of those who have not handed in. */
const openColleague = (name) => [
    {
        content: "The card says that one may fill in for others",
        trigger: ".o_perf_work_card[data-kind='team']:contains('fill in for those who cannot')",
    },
    ...openCard("team"),
    {
        content: `Open the sheet of ${name}`,
        trigger: `.o_list_view .o_data_row:contains("${name}") td[name='period_id']`,
        run: "click",
    },
    {
        content: "The form says on whose behalf",
        trigger: ".o_form_view .alert:contains('on behalf of its person')",
    },
];

tours.add("perf_on_behalf", {
    steps: () => [
        ...openColleague("Colleague"),
        ...type("Duties", "self_value", "17"),
        ...type("Service", "level_id", "Fair"),
        {
            content: "Choose the level",
            trigger: ".o-autocomplete--dropdown-item:contains('Fair')",
            run: "click",
        },
        ...type("Service", "self_value", "15"),
        {
            content: "Go to the note of Visits",
            trigger: `${row("Visits")} td[name='self_note']`,
            run: "click",
        },
        {
            content: "Say why there is none",
            trigger: `${row("Visits")} td[name='self_note'] input`,
            run: "edit No visit was due",
        },
        {
            content: "Leave the line",
            trigger: ".oe_title h1",
            run: "click",
        },
        {
            content: "Every line is filled in: 17 + 20 + 15",
            trigger: ".o_perf_total:contains('52'):contains('5 of 5 lines')",
        },
        {
            content: "Submit",
            trigger: ".o_perf_sheet_bar button[name='action_submit']",
            run: "click",
        },
        {
            content: "It is with the leader",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Self-scored')",
        },
        {
            content: "It is marked",
            trigger: ".o_form_view .alert:contains('Filled in on behalf by'):contains('Coordinator')",
        },
        {
            content: "Who filled it in does not review it",
            trigger: "body:not(:has(button[name='action_review']))",
        },
    ],
});

tours.add("perf_not_assessed", {
    steps: () => [
        ...openCard("review"),
        {
            content: "The total of the self-scores",
            trigger: ".o_perf_total:contains('97')",
        },
        {
            content: "Open the line",
            trigger: `${row("Duties")} .o_perf_claims`,
            run: "click",
        },
        {
            content: "Write the reason",
            trigger: ".modal .o_field_widget[name='review_reason'] input",
            run: "edit Not done this month",
        },
        {
            content: "It is not assessed",
            trigger: ".modal .o_field_widget[name='assessed'] input",
            run: "click",
        },
        {
            content: "Close the dialog, which saves nothing yet",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "It counts full, as the scheme says",
            trigger: "body:not(:has(.modal)) .o_perf_total:contains('99'):contains('100')",
        },
        {
            content: "Finish",
            trigger: ".o_form_statusbar button[name='action_review']",
            run: "click",
        },
        {
            content: "It is with the office",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Reviewed')",
        },
    ],
});

tours.add("perf_open_month", {
    steps: () => [
        {
            content: "Open for everybody",
            trigger: ".o_form_statusbar button[name='action_open']",
            run: "click",
        },
        {
            content: "Yes",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The job shows its progress by itself, without a reload",
            trigger: ".o_field_perf_live_progress",
        },
        {
            content: "It is done",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Done')",
        },
        {
            content: "Everybody is listed",
            trigger: ".o_field_widget[name='listed_line_ids'] .o_data_row:contains('Staff'):contains('Made')",
        },
        {
            content: "Stay while nothing more happens",
            trigger: ".o_field_perf_live_progress",
            run: () => new Promise((resolve) => setTimeout(resolve, 4000)),
        },
    ],
});

tours.add("perf_board", {
    steps: () => [
        {
            content: "A cell says in words what it shows",
            trigger: "tr:has(th:contains('East Township')) .o_perf_board_cell[aria-label*='To Self-score 5']",
            run: "click",
        },
        {
            content: "It opens those sheets",
            trigger: ".o_list_view .o_data_row:nth-child(5)",
        },
        {
            content: "Back to the board",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Quarters instead of months",
            trigger: ".o_control_panel button:contains('Quarters')",
            run: "click",
        },
        {
            content: "Quarters are shown",
            trigger: ".o_perf_board_table th:contains('Q1')",
        },
    ],
});

tours.add("perf_fits", {
    steps: () => [
        {
            content: "The lines have room beside each other",
            trigger: ".o_form_view .o_field_widget[name='line_ids'] .o_data_row",
            run() {
                const list = this.anchor.closest(".o_list_renderer");
                const hidden = list.scrollWidth - list.clientWidth;
                if (hidden > 0) {
                    throw new Error(`${hidden} pixels are out of sight`);
                }
            },
        },
    ],
});
