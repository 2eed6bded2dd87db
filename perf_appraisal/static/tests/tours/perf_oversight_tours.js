import {registry} from "@web/core/registry";

// The way of an inspection on a phone, in Chinese: everything is found by its name or its data.

const tours = registry.category("web_tour.tours");

const press = (content, trigger) => [{content, trigger, run: "click"}];

const sees = (content, trigger) => [{content, trigger}];

const widget = (name) => `.o_field_widget[name='${name}']`;

const DIALOG = ".o_dialog:not(.o_inactive_modal)";

const FREE = "body:not(:has(.modal))";

const openCard = (kind) => press("Open what waits", `.o_perf_work_card[data-kind='${kind}'] .o_perf_work_button`);

const page = (name) => press(`Turn to ${name}`, `${FREE} .o_notebook .nav-link[name='${name}']`);

const act = (name) => press(`Press ${name}`, `${FREE} button[name='${name}']`);

/** A small screen offers what there is to choose in a dialog of its own. */
const choose = (scope, name, text) => [
    ...press(`Look for ${name}`, `${scope} ${widget(name)} input`),
    ...press(`Choose ${text}`, `${DIALOG}:not(:has(.o_form_view)) .o_kanban_record:contains("${text}")`),
];

const person = (name) => `${widget("attendance_ids")} .o_kanban_record:contains("${name}")`;

tours.add("perf_phone_inspection", {
    steps: () => [
        ...openCard("inspection_check"),
        ...sees("The inspection is open", `.o_form_view ${widget("unit_id")}`),
        ...act("action_start"),
        ...page("roll"),
        ...press("List the people", "button[name='action_call_roll']"),
        ...press("Staff is absent", `${person("Staff")} button.btn-danger`),
        ...sees("So it stands on the card", `${person("Staff")} .badge.text-bg-danger`),
        ...choose(".o_form_view", "roll_rule_id", "Absent without leave"),
        ...press("Make findings", "button[name='action_find_absent']"),
        ...page("findings"),
        ...sees("The absentee is a finding", `${widget("finding_ids")} .o_kanban_record:contains("Staff")`),
        ...press("Add a finding", `${widget("finding_ids")} .o-kanban-button-new`),
        {
            content: "Write what was seen",
            trigger: `${DIALOG} ${widget("facts")} textarea`,
            run: "edit 走廊堆放杂物",
        },
        ...choose(`${DIALOG} .o_form_view`, "rule_id", "Untidy office"),
        ...press("The finding is done", `${DIALOG} .o_form_button_save`),
        ...sees("It stands on the list", `${FREE} ${widget("finding_ids")} .o_kanban_record:contains("走廊")`),
        ...press("Save", `${FREE} .o_form_button_save`),
        ...sees("It is saved", `${FREE} .o_form_view:not(:has(.o_form_button_save:visible))`),
    ],
});
