import {registry} from "@web/core/registry";

const DIALOG = ".modal";
const EXAMPLE = `${DIALOG} .o_field_widget[name='example']`;
const ROW = `${DIALOG} .o_field_widget[name='component_ids'] .o_data_row:nth-child(1)`;

const next = (state) => [
    {content: `Go on to ${state}`, trigger: `${DIALOG} button[name='action_next']`, run: "click"},
    {
        content: `The step is ${state}`,
        trigger: `${DIALOG} .o_statusbar_status .o_arrow_button_current:contains("${state}")`,
    },
];

const points = (value) => [
    {content: "Change the points", trigger: `${ROW} td[name='weight']`, run: "click"},
    {content: `They are ${value}`, trigger: `${ROW} td[name='weight'] input`, run: `edit ${value}`},
    {content: "Leave the row", trigger: `${DIALOG} .o_statusbar_status`, run: "click"},
];

/* A scheme from a template: the example follows what is changed, and nothing impossible goes on. */
registry.category("web_tour.tours").add("perf_scheme_setup", {
    steps: () => [
        {
            content: "Make a scheme from a template",
            trigger: ".o_control_panel button:contains('From a Template')",
            run: "click",
        },
        {
            content: "Name it",
            trigger: `${DIALOG} .o_field_widget[name='name'] input`,
            run: "edit Townships of the tour",
        },
        {
            content: "Choose work and public review",
            trigger: `${DIALOG} .o_field_widget[name='unit_template'] label:contains('Work 80, public review 20')`,
            run: "click",
        },
        {content: "It is explained by an example", trigger: `${EXAMPLE}:contains('92.40')`},
        ...next("What Counts"),
        ...points("90"),
        {
            content: "It does not add up",
            trigger: `${DIALOG} .o_field_widget[name='problem']:contains('add up to 110, not to 100')`,
        },
        ...points("80"),
        {content: "It does again", trigger: `${EXAMPLE}:contains('74.40 + 17.00 + 3.00 − 2.00 = 92.40')`},
        ...next("Grades"),
        {
            content: "Create it",
            trigger: `${DIALOG} button[name='action_create_scheme']`,
            run: "click",
        },
        {
            content: "It is there, with its components",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='component_ids'] .o_data_row:contains('Public Review')",
        },
        {
            content: "And with the same example",
            trigger: ".o_field_widget[name='composition_example']:contains('= 92.40')",
        },
    ],
});
