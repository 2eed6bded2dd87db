"""What an import has to say about a row, to be translated."""

# constants of a module have no env; ``env._`` translates them where they are shown
# pylint: disable=prefer-env-translation
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: The sentences of ``notation.MESSAGES``, to be translated.
NOTICES = {
    "empty": _lt("No rule is given: the scorer judges."),
    "unreadable": _lt("The rule “%(text)s” could not be read: the scorer judges, the text is kept."),
    "joint_task": _lt("“%(text)s” gives points for several tasks together without dividing them: the scorer judges."),
    "marks_missing": _lt("“%(text)s” names no low and high mark: the scorer judges."),
    "target_missing": _lt("“%(text)s” names no target: the plan must set one."),
    "full_unreadable": _lt("The full points “%(text)s” are not one number."),
    "range_top": _lt("The points go up to %(top)s, the full points are %(full)s."),
    "range_low": _lt("The points begin at %(low)s: the scorer can still give less."),
    "parts_sum": _lt("The parts add up to %(sum)s, the full points are %(full)s."),
    "level_top": _lt("The best level gives %(top)s, the full points are %(full)s."),
    "level_above": _lt("A level gives %(top)s, more than the full points %(full)s: the scorer judges."),
    "level_overlap": _lt("The levels “%(one)s” and “%(other)s” overlap."),
    "points_differ": _lt("The rule gives %(points)s, the full points are %(full)s."),
    "target_differs": _lt("The rule says target %(rule)s, the note says %(note)s: the rule's is taken."),
    "strict_mark": _lt("“%(text)s” excludes the mark itself; here the mark counts as reached."),
    "percent_basis": _lt(
        "“%(text)s” may mean percent of the target or percentage points: percent of the target is taken.",
    ),
    "kind_differs": _lt("The column says %(column)s, the rule says %(rule)s: the rule is taken."),
    "base_judged": _lt("What the line earns without “%(text)s” is not written: the scorer judges."),
    "bare_number": _lt("“%(text)s” is only a number: the scorer judges from 0 to that number."),
    "date_cell": _lt("“%(text)s” is a date, perhaps made by a spreadsheet from something like 1-3: the scorer judges."),
    "discretion": _lt("“%(text)s” leaves the points open: the scorer judges."),
    "progression": _lt("“%(text)s” goes on without saying how far: the scorer judges."),
    "multiple": _lt("“%(text)s” multiplies or halves other points: the scorer judges."),
    "percent_of": _lt("“%(text)s” takes or gives a percentage of other points: the scorer judges."),
    "gives_back": _lt("“%(text)s” gives points back: the scorer judges."),
    "elsewhere": _lt("“%(text)s” refers to another paper: the scorer judges."),
    "consequence": _lt("“%(text)s” has other consequences than points: the scorer judges."),
    "relative": _lt("“%(text)s” depends on how others did: the scorer judges."),
    "persons": _lt("“%(text)s” holds for a person beside the unit: the scorer judges."),
    "unnamed_amounts": _lt("“%(text)s” does not say which amount is for what: the scorer judges."),
    "clause_unread": _lt("The clause “%(text)s” could not be read: the scorer judges, the whole text is kept."),
    "base_differs": _lt(
        "The line begins with %(points)s of %(full)s points, the rest is not written: the scorer judges.",
    ),
    "target_range": _lt("The target in “%(text)s” is a range: the scorer judges."),
    "else_unsaid": _lt("What is earned otherwise than by “%(text)s” is not written: 0 is taken."),
    "forms_mixed": _lt("“%(text)s” both gives and takes points: check how they go together."),
    "case_missing": _lt("“%(text)s” does not say for what."),
    "measured_claims": _lt("“%(text)s” counts in percent without one target: each step is claimed as an occurrence."),
    "cap_scope": _lt("“%(text)s” is taken as the cap of all such points together."),
    "loss_cap": _lt("“%(text)s” limits several deductions together, or each by itself: this limit is not applied."),
    "rest_unread": _lt("“%(text)s” is kept in the text alone."),
    "percent_points": _lt(
        "“%(text)s” may mean percent of the target or percentage points: percentage points are taken.",
    ),
    "note_more": _lt("The note says more than the rule: %(text)s"),
    "amount_in_note": _lt("The note names another amount, which is not applied: %(text)s"),
    "note_uneven": _lt("The source itself says that it does not add up: %(text)s"),
    "only_for": _lt("The row may hold for some only: %(text)s"),
    "inside_above": _lt("The row deducts inside the row above it and is not added to the total."),
    "nothing_above": _lt("The row deducts inside the row above it, but there is no such row."),
    "no_name": _lt("The row has no name: its number stands in for it."),
    "name_above": _lt("The row has no name: that of row %(row)s is taken; perhaps both are one indicator."),
    "points_missing": _lt("The row has no points of its own: perhaps it belongs to the row above it."),
    "hidden_row": _lt("The row is hidden in the file."),
    "frequency_unread": _lt("“%(text)s” is not one kind of period: that of the import is taken."),
    "unit_unknown": _lt("No unit is known as “%(text)s”: say under Unit Names which it is."),
    "lead_unknown": _lt("No lead unit is known as “%(text)s”: say under Unit Names which it is."),
    "remembered": _lt("Read as it was corrected before; the file says: %(text)s"),
    "points_nowhere": _lt(
        "The table has no column of points: the row counts in the register, outside the table's points.",
    ),
    "printed_total": _lt("The printed total is %(printed)s, the rows come to %(sum)s."),
    "total_row": _lt("The row looks like a total and is left out."),
    "section_total": _lt("The heading says %(heading)s points, the rows come to %(sum)s (%(group)s)."),
    "table_total": _lt("The rows of %(group)s come to %(sum)s points instead of %(full)s."),
    "duplicate_name": _lt("The same name stands in row %(row)s."),
    "duplicate_code": _lt("The same number stands in row %(row)s."),
    "duplicate_section": _lt("The headings “%(one)s” and “%(other)s” bear the same number."),
}

#: What a row of the file is, by the kinds of ``notation_rows.TableRow``, and ``more`` for further rows of an indicator.
ROW_KINDS = {
    "row": _lt("Indicators"),
    "more": _lt("Further rules of the row above"),
    "heading": _lt("Headings"),
    "total": _lt("Totals"),
    "footnote": _lt("Footnotes"),
    "signature": _lt("Places to sign"),
    "title": _lt("Titles"),
    "header": _lt("Names of columns"),
    "other": _lt("Nothing in a column that is read"),
}

#: What is wrong with a file and what to do, by the codes of ``table_file.TableFileError``.
FILE_PROBLEMS = {
    "empty": _lt("The file is empty. Choose the file with the indicator table."),
    "too_large": _lt(
        "The file is too large, or holds far more than a table once it is unpacked. A table has less than 10 MB: copy "
        "it alone into a new workbook.",
    ),
    "too_many_rows": _lt("A sheet has more than 5000 rows. Split the table into several files."),
    "too_many_columns": _lt("A sheet has more than 60 columns. Copy the columns of the table into a new workbook."),
    "locked": _lt("The file is protected by a password. Save it without a password, and choose that."),
    "too_old": _lt("The file is of a time before Excel 97. Open it, save it anew as XLSX, and try again."),
    "damaged": _lt(
        "The file is no readable XLSX, XLS or ODS workbook. Open it, save it anew as XLSX, and try again.",
    ),
    "not_text": _lt(
        "The file is neither an XLSX, XLS or ODS workbook nor a CSV text in UTF-8 or GB 18030. Open it, save it anew "
        "as XLSX, and try again.",
    ),
}
