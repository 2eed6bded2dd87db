import {registry} from "@web/core/registry";

// A tally is typed in by keyboard: everything is found by its data.

const tours = registry.category("web_tour.tours");

const GRID = ".o_perf_votes";
const SAVED = `.o_form_view:not(:has(.o_form_button_save:visible)) ${GRID}`;

const cells = () => [...document.querySelectorAll(`${GRID} input`)];
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

/** Presses a key where the keyboard is, as a browser does. */
async function press(key) {
    const target = document.activeElement;
    target.dispatchEvent(new KeyboardEvent("keydown", {bubbles: true, cancelable: true, key}));
    await drawn();
}

/** Types a text over what is selected in the cell. */
async function type(text) {
    const input = document.activeElement;
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    input.dispatchEvent(new InputEvent("input", {bubbles: true}));
    await drawn();
}

/** Holds back what the page asks the server, as a weak line does; returns how to let it go. */
function hold() {
    const {send} = XMLHttpRequest.prototype;
    const held = [];
    XMLHttpRequest.prototype.send = function (...values) {
        held.push(() => send.apply(this, values));
    };
    return {
        held,
        release() {
            XMLHttpRequest.prototype.send = send;
            held.forEach((go) => go());
        },
    };
}

function at(place) {
    check(document.activeElement === cells()[place], `the keyboard is not in cell ${place}`);
}

tours.add("perf_rating_tally", {
    steps: () => [
        {
            content: "Type two columns down, and back up",
            trigger: `${GRID} input`,
            async run() {
                const width = cells().length / document.querySelectorAll(`${GRID} tbody tr`).length;
                cells()[0].focus();
                await type("8");
                await press("Enter");
                at(width);
                await type("７");
                await press("ArrowRight");
                at(width + 1);
                await type("2");
                await press("ArrowUp");
                at(1);
                await type("x");
                await press("ArrowLeft");
                at(1); // in the text it moves the cursor only
                await press("ArrowRight");
                at(2);
                check(cells()[1].classList.contains("is-invalid"), "what is no number is not marked");
                check(cells()[1].value === "x", "what is no number is gone");
                cells()[1].focus();
                await type("4");
                await press("ArrowRight");
                check(!cells()[1].classList.contains("is-invalid"), "a number is marked");
                const sums = [...document.querySelectorAll(`${GRID} .o_perf_votes_sum`)].map((sum) => sum.innerText);
                check(sums[0] === "12" && sums[2] === "9", `sums are ${sums}`);
            },
        },
        {
            content: "Paste from a spreadsheet",
            trigger: `${GRID} input`,
            async run() {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", "10\t1\n9\t\n");
                cells()[3].focus();
                cells()[3].dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData}));
                await drawn();
                await type("11"); // saved before the cell is left
            },
        },
        {content: "Save, the keyboard still in the cell", trigger: ".o_form_button_save", run: "click"},
        {content: "It is saved", trigger: SAVED},
    ],
});

tours.add("perf_rating_tally_scan", {
    steps: () => [
        {
            content: "Type while the scan is on its way",
            trigger: `${GRID} input`,
            async run() {
                const width = cells().length / document.querySelectorAll(`${GRID} tbody tr`).length;
                const scan = new DataTransfer();
                scan.items.add(new File(["counted"], "protocol.txt", {type: "text/plain"}));
                const input = document.querySelector(".o_field_widget[name='evidence_ids'] input[type='file']");
                const line = hold();
                cells()[0].focus();
                input.files = scan.files;
                input.dispatchEvent(new Event("change", {bubbles: true}));
                while (!line.held.length) {
                    await drawn(); // the file is there, its name is asked for
                }
                await type("8");
                await press("Enter");
                await type("x");
                await press("ArrowRight");
                await press("ArrowRight");
                await type("3");
                await press("ArrowLeft");
                check(cells()[0].value === "8", "what is entered waits for the scan");
                cells()[width].focus();
                await type("7");
                await press("ArrowRight");
                await type("2");
                line.release();
            },
        },
        {
            content: "Nothing is lost when the scan is there",
            trigger: ".o_field_widget[name='evidence_ids'] .o_attachment:contains('protocol')",
            run() {
                const values = cells().map((cell) => cell.value);
                check(values.join() === "8,,,7,2,3", `there stands ${values}`);
            },
        },
        {
            content: "Turn to the other question, the keyboard still in the cell",
            trigger: `${GRID} .btn-group button:last-child`,
            run: "click",
        },
        {
            content: "Type about it",
            trigger: `${GRID} .btn-group button:last-child.btn-primary`,
            async run() {
                cells()[0].focus();
                await type("9");
            },
        },
        {content: "Save, the keyboard still in the cell", trigger: ".o_form_button_save", run: "click"},
        {content: "It is saved", trigger: SAVED},
    ],
});
