import {registry} from "@web/core/registry";

const menu = (section, entry) => [
    {
        content: `Open the menu ${section}`,
        trigger: `.o_menu_sections [data-menu-xmlid='perf_appraisal.${section}']`,
        run: "click",
    },
    {
        content: `Open ${entry}`,
        trigger: `.o-dropdown--menu [data-menu-xmlid='perf_appraisal.${entry}']`,
        run: "click",
    },
];

const create = (place) => ({
    content: `A new record of ${place}`,
    trigger: `.o_control_panel:contains("${place}") .o_list_button_add`,
    run: "click",
});

const write = (name, value) => ({
    content: `Write ${value} in ${name}`,
    trigger: `.o_form_view .o_field_widget[name='${name}'] :is(input, textarea)`,
    run: `edit ${value}`,
});

const select = (name, label) => [
    {
        content: `Open ${name}`,
        trigger: `.o_form_view .o_field_widget[name='${name}'] input`,
        run: "click",
    },
    {
        content: `Choose ${label}`,
        trigger: `.o_select_menu_item:contains("${label}")`,
        run: "click",
    },
];

const link = (name, label, scope = ".o_form_view") => [
    {
        content: `Look for ${label} in ${name}`,
        trigger: `${scope} .o_field_widget[name='${name}'] input`,
        run: `edit ${label}`,
    },
    {
        content: `Choose ${label}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains("${label}")`,
        run: "click",
    },
];

const save = (name) => [
    {
        content: `Save ${name}`,
        trigger: ".o_form_button_save:not([disabled])",
        run: "click",
    },
    {
        content: `${name} is saved`,
        trigger: ".o_form_view .o_form_status_indicator_buttons:not(:visible)",
    },
];

const press = (button, state, {asks = true} = {}) => [
    {
        content: `Press ${button}`,
        trigger: `.o_form_statusbar button[name='${button}']`,
        run: "click",
    },
    ...(asks ? [{content: "Confirm it", trigger: ".modal-footer .btn-primary", run: "click"}] : []),
    {
        content: `It is ${state}`,
        trigger: `.o_statusbar_status button.o_arrow_button_current:contains("${state}")`,
    },
];

/* From nothing to an open month: everything the office makes by hand in its first hour. */
registry.category("web_tour.tours").add("perf_first_year", {
    steps: () => [
        ...menu("perf_config_menu", "perf_category_menu"),
        create("Categories"),
        {
            content: "Name the category in its new row",
            trigger: ".o_selected_row td[name='name'] input",
            run: "edit Villagers",
        },
        {
            content: "Open its kind",
            trigger: ".o_selected_row td[name='kind'] input",
            run: "click",
        },
        {
            content: "It is for people",
            trigger: ".o_select_menu_item:contains('Person')",
            run: "click",
        },
        {
            content: "Save the category",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_data_row:not(.o_selected_row):contains('Villagers')",
        },

        ...menu("perf_config_menu", "perf_scheme_menu"),
        create("Schemes"),
        write("name", "Villagers' scheme"),
        write("full_score", "120"),
        ...select("kind", "Person"),
        ...link("category_ids", "Villagers"),
        ...save("the scheme"),

        ...menu("perf_config_menu", "perf_indicator_menu"),
        create("Indicators"),
        write("name", "Paths swept"),
        ...link("scheme_id", "Villagers' scheme"),
        ...link("section_id", "Work of the test"),
        write("full_score", "100"),
        ...save("the indicator"),

        ...menu("perf_config_menu", "perf_cycle_menu"),
        create("Cycles"),
        write("name", "2025"),
        write("year", "2025"),
        {
            content: "Choose schemes",
            trigger: ".o_field_widget[name='scheme_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Take the scheme",
            trigger: '.modal .o_data_row:contains("Villagers\' scheme") .o_list_record_selector input',
            run: "click",
        },
        {
            content: "Add it",
            trigger: ".modal .o_select_button",
            run: "click",
        },
        {
            content: "It is chosen",
            trigger: "body:not(:has(.modal)) .o_field_widget[name='scheme_ids'] .o_data_row",
        },
        ...save("the cycle"),
        ...press("action_open", "Open"),

        ...menu("perf_office_menu", "perf_plan_menu"),
        create("Target Plans"),
        ...link("cycle_id", "2025"),
        ...select("scope", "Category"),
        ...link("category_id", "Villagers"),
        {
            content: "Add a line",
            trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...link("indicator_id", "Paths swept", ".o_selected_row"),
        ...save("the plan"),
        {content: "Its points are told", trigger: ".alert-warning:contains('100; the scheme says 120')"},
        ...press("action_approve", "Approved"),

        ...menu("perf_office_menu", "perf_period_menu"),
        {
            content: "Go to the first month",
            trigger: ".o_data_row .o_data_cell:contains('2025-01')",
            run: "click",
        },
        ...press("action_open", "Waiting"),
    ],
});

registry.category("web_tour.tours").add("perf_first_steps_units", {
    steps: () => [
        {
            content: "The first steps lead to the units",
            trigger: ".o_perf_first_steps [data-step='unit'] button",
            run: "click",
        },
        {
            content: "The departments are there, though none is a unit yet",
            trigger: ".o_list_view .o_data_row:contains(Stone Bridge) button .fa-pencil",
        },
    ],
});
