import {registry} from "@web/core/registry";

// The results of a rating, for its office and for the head of a unit on a phone.

const tours = registry.category("web_tour.tours");

const press = (content, trigger) => [{content, trigger, run: "click"}];

const sees = (content, trigger) => [{content, trigger}];

const row = (name, inner = "") => `.o_perf_rating_row${inner}:contains("${name}")`;

tours.add("perf_rating_results", {
    steps: () => [
        ...sees("The score by hand", `${row("East Township")} .o_perf_rating_number:contains("83.20")`),
        ...press("Open the township", `${row("East Township")} button`),
        ...sees("What the staff gave", `${row("Staff", ".o_perf_rating_inner")}:contains("84.00")`),
        ...press("Turn to the groups", ".o_control_panel button[data-kind='group']"),
        ...press("Open a group", `${row("Leaders")} button`),
        ...sees("Whom it rated", `${row("West Township", ".o_perf_rating_inner")}:contains("70.00")`),
        ...press("Turn to the dimensions", ".o_control_panel button[data-kind='dimension']"),
        ...sees("A dimension", row("Attitude")),
        ...press("Open the table", ".o_perf_rating_table"),
        ...sees("The scores as a list", ".o_list_view .o_data_row"),
    ],
});

tours.add("perf_rating_results_unit", {
    steps: () => [
        ...sees("The own unit", row("East Township")),
        ...sees("And no other", `body:not(:has(${row("West Township")}))`),
    ],
});
