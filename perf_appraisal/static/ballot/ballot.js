/* The ballot: one page for a phone of ten years ago and for the browser inside a chat app. ECMAScript 5 only; it holds
   no words, those stand in the page. The code is taken from the fragment of the address, or typed in, and leaves the
   phone in the body of a POST only. */
(function () {
    "use strict";
    var WAIT = 60000; // milliseconds until an answer is taken for lost
    var code = "";
    var asked = null;
    var answers = {}; // choice by question
    var unsure = false; // a ballot was sent, and no answer came: it may be counted

    function byId(id) {
        return document.getElementById(id);
    }

    function word(name) {
        return byId("words")
            .querySelector("[data-word='" + name + "']")
            .textContent.replace(/\s+/g, " ")
            .trim();
    }

    function each(list, action) {
        Array.prototype.slice.call(list).forEach(action);
    }

    function make(tag, className, text) {
        var node = document.createElement(tag);
        node.className = className || "";
        if (text) {
            node.textContent = text;
        }
        return node;
    }

    /* Show one of the parts: enter, ballot, end. */
    function show(name) {
        each(document.querySelectorAll(".part"), function (part) {
            part.hidden = part.id !== name;
        });
        window.scrollTo(0, 0);
    }

    function say(id, text, again) {
        var box = byId(id);
        box.textContent = text;
        box.hidden = !text;
        if (again && text) {
            box.appendChild(again);
        }
    }

    function end(title, text) {
        byId("end-title").textContent = title;
        byId("end-text").textContent = text;
        show("end");
    }

    /* The object that an answer holds; null where the line was cut, or something between here and there answered. */
    function parsed(text) {
        var found = null;
        try {
            found = JSON.parse(text);
        } catch (error) {
            found = error && null;
        }
        return found && typeof found === "object" ? found : null;
    }

    /* Send a question, and give what came back, or null where nothing did. */
    function post(path, body, done) {
        var call = new XMLHttpRequest();
        var over = false;
        function finish(told) {
            if (!over) {
                over = true;
                done(told);
            }
        }
        call.open("POST", path, true);
        call.setRequestHeader("Content-Type", "application/json");
        call.timeout = WAIT;
        call.onreadystatechange = function () {
            if (call.readyState === 4) {
                finish(parsed(call.responseText));
            }
        };
        call.ontimeout = call.onerror = function () {
            finish(null);
        };
        call.send(JSON.stringify(body));
    }

    /* A button that does something again. */
    function againButton(action) {
        var button = make("button", "again", word("again"));
        button.type = "button";
        button.onclick = action;
        return button;
    }

    // === The questions ===

    function questionKey(rated, dimension) {
        return rated.id + "-" + dimension.id;
    }

    function questionCount() {
        return asked.rated.length * asked.dimensions.length;
    }

    function progress() {
        var done = Object.keys(answers).length;
        byId("progress").textContent = word("progress").replace("{done}", done).replace("{all}", questionCount());
        byId("bar").style.width = (100 * done) / questionCount() + "%";
    }

    function answer(key, choice) {
        answers[key] = choice;
        byId("q" + key).className = "question";
        say("problem", "");
        progress();
    }

    /* A row of choices to press; name joins them, chosen is called with the choice. */
    function choiceRow(name, label, chosen) {
        var row = make("div", "choices");
        row.setAttribute("role", "radiogroup");
        row.setAttribute("aria-label", label);
        asked.choices.forEach(function (choice) {
            var press = make("label", "choice");
            var input = make("input");
            input.type = "radio";
            input.name = name;
            input.value = choice.id;
            input.onchange = function () {
                chosen(choice.id);
            };
            press.appendChild(input);
            press.appendChild(make("span", "", choice.name));
            row.appendChild(press);
        });
        return row;
    }

    function tick(key, choice) {
        byId("q" + key).querySelector("input[value='" + choice + "']").checked = true;
        answer(key, choice);
    }

    function allRow(rated) {
        var text = word("all");
        var row = make("div", "question same");
        row.appendChild(make("p", "asks", text));
        row.appendChild(
            choiceRow("all-" + rated.id, rated.name + ": " + text, function (choice) {
                asked.dimensions.forEach(function (dimension) {
                    tick(questionKey(rated, dimension), choice);
                });
            })
        );
        return row;
    }

    function question(rated, dimension) {
        var key = questionKey(rated, dimension);
        var row = make("div", "question");
        row.id = "q" + key;
        row.tabIndex = -1;
        row.appendChild(make("p", "asks", dimension.name));
        row.appendChild(
            choiceRow("q" + key, rated.name + ": " + dimension.name, function (choice) {
                var same = document.querySelector("input[name='all-" + rated.id + "']:checked");
                if (same && Number(same.value) !== choice) {
                    same.checked = false;
                }
                answer(key, choice);
            })
        );
        return row;
    }

    /* Room for a comment, folded until it is asked for. */
    function remark(rated) {
        var box = make("div", "remark");
        var button = make("button", "fold", word("remark"));
        var text = make("textarea");
        button.type = "button";
        text.rows = 3;
        text.maxLength = Number(byId("words").getAttribute("data-length"));
        text.setAttribute("data-rated", rated ? rated.id : 0);
        text.setAttribute("aria-label", (rated ? rated.name + ": " : "") + word("remark"));
        text.hidden = Boolean(rated);
        button.onclick = function () {
            text.hidden = false;
            button.hidden = true;
            text.focus();
        };
        if (rated) {
            box.appendChild(button);
        } else {
            box.appendChild(make("p", "asks", word("remark_all")));
        }
        box.appendChild(text);
        return box;
    }

    function card(rated, place) {
        var box = make("section", "card");
        var title = make("h2", "", rated.name);
        title.insertBefore(make("small", "", place + 1 + " / " + asked.rated.length), title.firstChild);
        box.appendChild(title);
        if (asked.dimensions.length > 1) {
            box.appendChild(allRow(rated));
        }
        asked.dimensions.forEach(function (dimension) {
            box.appendChild(question(rated, dimension));
        });
        box.appendChild(remark(rated));
        return box;
    }

    function showBallot(found) {
        var cards = byId("cards");
        asked = found;
        answers = {};
        unsure = false;
        byId("title").textContent = found.title;
        byId("intro").textContent = found.intro;
        byId("until").textContent = word("until").replace("{day}", found.until);
        cards.textContent = "";
        found.rated.forEach(function (rated, place) {
            cards.appendChild(card(rated, place));
        });
        byId("remark-all").textContent = "";
        byId("remark-all").hidden = found.rated.length < 2; // whoever is asked about one only says all there
        if (!byId("remark-all").hidden) {
            byId("remark-all").appendChild(remark(null));
        }
        say("problem", "");
        progress();
        show("ballot");
    }

    // === Asking and sending ===

    function ask() {
        byId("begin").disabled = true;
        say("enter-problem", word("wait"));
        post("/perf/ballot/ask", {code: code}, function (found) {
            byId("begin").disabled = false;
            if (!found || !(found.problem || found.rated)) {
                say("enter-problem", word("not_reached"), againButton(ask));
            } else if (found.problem === "used" || found.problem === "over" || found.problem === "early") {
                end(word(found.problem), found.text);
            } else if (found.problem) {
                say("enter-problem", found.text);
            } else {
                say("enter-problem", "");
                showBallot(found);
            }
        });
    }

    function ticks() {
        return Object.keys(answers).map(function (key) {
            var parts = key.split("-");
            return [Number(parts[0]), Number(parts[1]), answers[key]];
        });
    }

    function comments() {
        var written = [];
        each(document.querySelectorAll("textarea"), function (text) {
            if (text.value.trim()) {
                written.push([Number(text.getAttribute("data-rated")), text.value]);
            }
        });
        return written;
    }

    /* Mark the open questions, and go to the first. */
    function markOpen(missing, text) {
        var first = null;
        asked.rated.forEach(function (rated) {
            asked.dimensions.forEach(function (dimension) {
                var row = byId("q" + questionKey(rated, dimension));
                var open = missing.some(function (one) {
                    return one[0] === rated.id && one[1] === dimension.id;
                });
                row.className = open ? "question open" : "question";
                first = first || (open ? row : null);
            });
        });
        say("problem", text);
        if (first) {
            first.scrollIntoView();
            window.scrollBy(0, -20); // with what stands above it
            first.focus({preventScroll: true});
        }
    }

    function openQuestions() {
        var missing = [];
        asked.rated.forEach(function (rated) {
            asked.dimensions.forEach(function (dimension) {
                if (!answers[questionKey(rated, dimension)]) {
                    missing.push([rated.id, dimension.id]);
                }
            });
        });
        return missing;
    }

    function taken(found) {
        if (!found || (!found.problem && Object.keys(found).length)) {
            unsure = true;
            say("problem", word("not_sent"), againButton(send));
        } else if (!found.problem || (found.problem === "used" && unsure)) {
            end(word("thanks"), word("counted"));
        } else if (found.problem === "missing") {
            markOpen(found.missing, found.text);
        } else if (found.problem === "used" || found.problem === "over") {
            end(word(found.problem), found.text);
        } else {
            say("problem", found.text, againButton(send));
        }
    }

    function send() {
        var missing = openQuestions();
        if (missing.length) {
            markOpen(missing, word("open"));
            return;
        }
        byId("send").disabled = true;
        say("problem", word("wait"));
        post("/perf/ballot/cast", {code: code, ticks: ticks(), comments: comments()}, function (found) {
            byId("send").disabled = false;
            taken(found);
        });
    }

    // === Beginning ===

    function begin() {
        var given = window.location.hash.replace(/[^0-9A-Za-z-]/g, "");
        code = given;
        byId("code").value = given;
        show("enter");
        say("enter-problem", "");
        if (given) {
            ask();
        }
    }

    byId("enter-form").onsubmit = function (event) {
        event.preventDefault();
        code = byId("code").value;
        if (code.trim()) {
            ask();
        }
    };
    byId("send").onclick = send;
    window.onhashchange = begin; // the next slip, scanned with the same phone
    begin();
})();
