/* global document */
/* Lay the sheets out on pages: no row is cut, headings are repeated, page numbers start anew for every sheet.
   wkhtmltopdf without patched Qt can do none of these by itself. Old engines run this: ECMAScript 5 only. */
(function () {
    "use strict";
    var LIMIT = Number(document.body.getAttribute("data-limit")) || 1478; // px of a page for its content, of 1482
    var CLOSE = 1.25; // of a page: up to here closer lines may still bring a form on one page

    function each(list, action) {
        Array.prototype.slice.call(list).forEach(action);
    }

    function height(node) {
        return node ? Math.ceil(node.getBoundingClientRect().height) : 0;
    }

    function child(node, name) {
        return node.getElementsByTagName(name)[0];
    }

    /* The pieces that stay whole: blocks, and the bodies of tables. */
    function measure(sheet) {
        var pieces = [];
        var heads = 0;
        each(sheet.children, function (block) {
            var section = null;
            if (block.className === "running") {
                return;
            }
            if (block.tagName !== "TABLE") {
                pieces.push({node: block, height: height(block)});
                return;
            }
            heads += height(block.tHead);
            each(block.tBodies, function (body) {
                var own = body.querySelector("tr.section");
                section = body.className === "total" ? null : own || section;
                if (body.className === "total" && pieces.length) {
                    pieces[pieces.length - 1].keep = true; // a total never stands alone
                }
                pieces.push({
                    node: body,
                    height: height(body),
                    keep: body.className === "total",
                    table: block,
                    head: height(block.tHead),
                    section: own ? null : section,
                    sectionHeight: own ? 0 : height(section),
                });
            });
        });
        return {sheet: sheet, pieces: pieces, heads: heads, running: sheet.querySelector(".running")};
    }

    function startPage(job) {
        if (job.table) {
            job.table.lastChild.className += " cut";
        }
        job.page = document.createElement("div");
        job.page.className = "page";
        job.sheet.appendChild(job.page);
        job.pages.push(job.page);
        job.used = 0;
        job.table = null;
        if (job.pages.length > 1 && job.running) {
            job.page.appendChild(job.running.cloneNode(true));
            job.used = 42;
        }
    }

    function continued(row) {
        var copy = row.cloneNode(true);
        var note = document.createTextNode(copy.getAttribute("data-continued") || "");
        (copy.cells[0] || copy).appendChild(note);
        return copy;
    }

    /* The shell of the piece's table on the present page, with its headings. */
    function startTable(job, piece) {
        var shell = piece.table.cloneNode(false);
        var columns = child(piece.table, "colgroup");
        var again = piece.table.started;
        if (columns) {
            shell.appendChild(columns.cloneNode(true));
        }
        if (piece.table.tHead) {
            shell.appendChild(piece.table.tHead.cloneNode(true));
            if (again) {
                each(shell.tHead.rows, function (row) {
                    row.parentNode.replaceChild(continued(row), row);
                });
            }
        }
        if (again && piece.section) {
            shell.appendChild(document.createElement("tbody")).appendChild(continued(piece.section));
            job.used += piece.sectionHeight;
        }
        piece.table.started = true;
        job.page.appendChild(shell);
        job.used += piece.head;
        job.source = piece.table;
        job.table = shell;
    }

    /* The height of a piece and of what must stay on its page: a last row, its total, the block below. */
    function heightWithKept(pieces, index) {
        var piece = pieces[index];
        var next = pieces[index + 1];
        if (!piece.keep || !next) {
            return piece.height;
        }
        return piece.height + (next.table === piece.table ? 0 : next.head || 0) + heightWithKept(pieces, index + 1);
    }

    function place(job, piece, index) {
        var opens = piece.table && (job.source !== piece.table || !job.table);
        var need = heightWithKept(job.pieces, index) + (opens ? piece.head : 0);
        if (job.used + need > LIMIT && job.page.children.length) {
            startPage(job);
        }
        if (!piece.table) {
            job.page.appendChild(piece.node);
            job.table = null;
        } else {
            if (!job.table || job.source !== piece.table) {
                startTable(job, piece);
            }
            job.table.appendChild(piece.node);
        }
        job.used += piece.height;
        if (job.used > LIMIT) {
            job.page.style.height = "auto"; // one piece longer than a page: let it run on
        }
    }

    function layOut(job) {
        job.pages = [];
        startPage(job);
        job.pieces.forEach(function (piece, index) {
            place(job, piece, index);
        });
        each(job.sheet.querySelectorAll(".sheet > table"), function (table) {
            table.parentNode.removeChild(table);
        });
        job.pages.forEach(function (page, index) {
            var number = document.createElement("div");
            number.className = "page-number";
            number.appendChild(document.createTextNode("\u2014 " + (index + 1) + " \u2014"));
            page.appendChild(number);
        });
    }

    function total(job) {
        return job.pieces.reduce(function (sum, piece) {
            return sum + piece.height;
        }, job.heads);
    }

    /* A form that is a little longer than one page is set closer, when it then fits. */
    function setClose(jobs) {
        var candidates = jobs.filter(function (job) {
            return total(job) > LIMIT && total(job) < CLOSE * LIMIT;
        });
        candidates.forEach(function (job) {
            job.sheet.className = "sheet close";
        });
        candidates
            .map(function (job) {
                return measure(job.sheet);
            })
            .forEach(function (close, index) {
                if (total(close) > LIMIT) {
                    close.sheet.className = "sheet";
                } else {
                    candidates[index].pieces = close.pieces;
                }
            });
    }

    // Measure everything before anything moves: one layout for the whole print job.
    var jobs = [];
    each(document.querySelectorAll(".sheet"), function (sheet) {
        jobs.push(measure(sheet));
    });
    setClose(jobs);
    jobs.forEach(layOut);
    var pages = document.querySelectorAll(".page");
    if (pages.length) {
        pages[pages.length - 1].className += " last";
    }
})();
