import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

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

const save = [
    ...press("Save", `${FREE} .o_form_button_save`),
    ...sees("It is saved", `${FREE} .o_form_view:not(:has(.o_form_button_save:visible))`),
];

const person = (name) => `${widget("attendance_ids")} .o_kanban_record:contains("${name}")`;

tours.add("perf_phone_inspection", {
    steps: () => [
        ...openCard("inspection_check"),
        ...sees("The inspection is open", `.o_form_view ${widget("unit_id")}`),
        ...act("action_start"),
        ...page("roll"),
        ...press("List the people", "button[name='action_call_roll']"),
        ...press("Staff is absent", `${person("Staff")} button.btn-absent`),
        ...sees("So it stands on the card", `${person("Staff")} button.btn-absent[aria-pressed='true']`),
        ...act("action_mark_present"),
        ...sees("All others are at their post", `${person("Head")} button.btn-present[aria-pressed='true']`),
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
        ...page("items"),
        ...press("It was looked at", `${widget("item_ids")} .o_kanban_record:contains("Desks") input`),
        ...save,
    ],
});

/** Lets the browser lose or find its line; see `CutLineMixin` of the tests. */
const line = (state) => [
    {
        content: `The line is ${state}`,
        trigger: "body",
        async run() {
            console.log(`perf line ${state}`); // eslint-disable-line no-console
            while (navigator.onLine !== (state === "whole")) {
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        },
    },
];

/** A photograph as a telephone takes it: larger than anybody needs. */
const photograph = (colour) => [
    {
        content: `Take a ${colour} photograph`,
        trigger: `${DIALOG} .o_perf_photo_add input:not(:visible)`,
        async run() {
            const canvas = document.createElement("canvas");
            Object.assign(canvas, {width: 3200, height: 2400});
            const pen = canvas.getContext("2d");
            pen.fillStyle = colour;
            pen.fillRect(0, 0, 3200, 2400);
            const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
            const files = new DataTransfer();
            files.items.add(new File([blob], `${colour}.jpg`, {type: "image/jpeg"}));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
        },
    },
];

const sent = (count) => `${DIALOG} .o_perf_photos:has(.o_perf_photo[data-id]:nth-child(${count}))`;

const write = (text) => [
    {content: "Write what was seen", trigger: `${DIALOG} ${widget("facts")} textarea`, run: `fill ${text}`},
];

const beginFinding = [...page("findings"), ...press("Begin", `${widget("finding_ids")} .o-kanban-button-new`)];

tours.add("perf_phone_cut_line", {
    steps: () => [
        ...openCard("inspection_check"),
        ...beginFinding,
        ...write("窗口无人"),
        ...photograph("red"),
        ...sees("It is sent", sent(1)),
        ...line("cut"),
        ...photograph("blue"),
        ...sees("It waits", `${DIALOG} .o_perf_photo_waiting`),
        ...press("Save", `${DIALOG} .o_form_button_save`),
        ...sees("It is not saved", ".o_notification"),
        ...sees("And can be saved again", `${DIALOG} .o_form_button_save:enabled`),
        ...line("whole"),
        ...press("Save again", `${DIALOG} .o_form_button_save:enabled`),
        ...sees("It stands on the list", `${FREE} ${widget("finding_ids")} .o_kanban_record:contains("窗口")`),
    ],
});

const isKept = (count) => [
    {
        content: `${count} texts are kept`,
        trigger: "body",
        run() {
            const kept = Object.keys(localStorage).filter((key) => key.startsWith("perf_appraisal/kept/"));
            if (kept.length !== count || !kept.every((key) => key.includes(`/${user.userId}/`))) {
                throw new Error(`${count} texts should be kept for user ${user.userId}: ${kept}`);
            }
        },
    },
];

tours.add("perf_phone_closed_tab", {
    steps: () => [
        ...openCard("inspection_check"),
        ...beginFinding,
        ...sees("It is empty", `${DIALOG} ${widget("facts")} textarea`),
        ...line("cut"),
        ...write("窗口无人值守"),
        ...isKept(1),
        {
            content: "The tab is closed, and opened anew with a line",
            trigger: "body",
            run: () => console.log(`perf tab closed ${location.href}`), // eslint-disable-line no-console
            expectUnloadPage: true,
        },
        ...sees("The inspection is open", `.o_form_view ${widget("unit_id")}`),
        ...page("findings"),
        ...press("Go on", `${widget("finding_ids")} .o-kanban-button-new`),
        {
            content: "The text is back",
            trigger: `${DIALOG} ${widget("facts")} textarea:value("窗口无人值守")`,
        },
        ...press("Save", `${DIALOG} .o_form_button_save:enabled`),
        ...sees("It stands on the list", `${FREE} ${widget("finding_ids")} .o_kanban_record:contains("窗口")`),
        ...isKept(0),
    ],
});

tours.add("perf_phone_log_out", {
    steps: () => [
        ...openCard("inspection_check"),
        ...page("record"),
        {
            content: "Write where it is",
            trigger: `${FREE} ${widget("place")} input`,
            run: "fill 二楼窗口",
        },
        ...isKept(1),
        {
            content: "Log out, as far as the page goes",
            trigger: "body",
            run() {
                localStorage.setItem("perf_appraisal/kept/other/0/x", "of somebody else");
                const real = Object.getOwnPropertyDescriptor(browser, "location");
                Object.defineProperty(browser, "location", {value: {origin: ""}, configurable: true});
                registry.category("user_menuitems").get("log_out")(odoo.__WOWL_DEBUG__.root.env).callback();
                Object.defineProperty(browser, "location", real);
                if (localStorage.getItem("perf_appraisal/kept/other/0/x") !== "of somebody else") {
                    throw new Error("What somebody else keeps here is his.");
                }
                localStorage.removeItem("perf_appraisal/kept/other/0/x");
            },
        },
        ...isKept(0),
        ...press("Discard", `${FREE} .o_form_button_cancel`),
        ...isKept(0),
    ],
});

tours.add("perf_unit_rectifies", {
    steps: () => [
        ...openCard("finding_rectify"),
        ...act("action_write_rectification"),
        {
            content: "Write what was put right",
            trigger: `${DIALOG} ${widget("text")} textarea`,
            run: "edit 已安排轮岗",
        },
        ...press("Save it", `${DIALOG} .o_form_button_save`),
        ...sees("It stands on the list", `${FREE} ${widget("rectification_ids")} :contains("已安排轮岗")`),
        ...act("action_report_rectified"),
        ...sees("Nothing is left to do", `${FREE} .o_form_view:not(:has(button[name='action_report_rectified']))`),
    ],
});
