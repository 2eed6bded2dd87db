import {registry} from "@web/core/registry";

// The office moves a grade at a meeting: by its button, with a reason, inside the quota.

const tours = registry.category("web_tour.tours");

const press = (content, trigger) => [{content, trigger, run: "click"}];

const sees = (content, trigger) => [{content, trigger}];

const grade = (place) => `.o_perf_calibration_grade[data-place='${place}']`;

const card = (place, name) => `${grade(place)} .o_perf_calibration_card:contains("${name}")`;

tours.add("perf_calibration_board", {
    steps: () => [
        ...press("Open the board", "button[name='action_view_board']"),
        ...sees("The quota is full", `${grade(0)} .o_perf_calibration_quota:contains("2 / 2")`),
        ...press("Move the third", `${card(1, "Deputy")} .o_perf_calibration_ask`),
        {content: "To the top", trigger: ".o_perf_calibration_to", run: "selectByIndex 0"},
        ...sees("There is no room", ".o_perf_calibration_full"),
        {content: "Down instead", trigger: ".o_perf_calibration_to", run: "selectByIndex 2"},
        ...sees("A reason is needed", ".o_perf_calibration_move:disabled"),
        {content: "Say why", trigger: ".o_perf_calibration_reason", run: "edit Warned twice"},
        ...press("Move", ".o_perf_calibration_move:enabled"),
        ...sees("Before and after", `${card(2, "Deputy")} .o_perf_calibration_reason_shown:contains("Warned twice")`),
        ...press("Back to the meeting", ".o_perf_calibration_meeting"),
        ...sees("The move stands there", ".o_field_widget[name='shift_ids'] .o_data_row:contains('Warned twice')"),
        ...press("Decide", "button[name='action_decide']"),
        ...press("Yes", ".modal-footer .btn-primary"),
        ...sees("It is decided", ".o_arrow_button_current[data-value='decided']"),
    ],
});

tours.add("perf_calibration_board_auditor", {
    steps: () => [
        ...press("Open the board", "button[name='action_view_board']"),
        ...sees("The grades", card(0, "Staff")),
        ...sees("Nothing can be moved", "body:not(:has(.o_perf_calibration_ask, .o_perf_calibration_movable))"),
    ],
});
