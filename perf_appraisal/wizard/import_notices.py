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
    "amount_in_note": _lt("The note names another amount, which is not applied: %(text)s"),
    "note_uneven": _lt("The source itself says that it does not add up: %(text)s"),
    "only_for": _lt("The row may hold for some only: %(text)s"),
    "inside_above": _lt("The row deducts inside the row above it and is not added to the total."),
    "nothing_above": _lt("The row deducts inside the row above it, but there is no such row."),
    "no_name": _lt("The row has no name: its number stands in for it."),
    "total_row": _lt("The row looks like a total and is left out."),
    "section_total": _lt("The heading says %(heading)s points, the rows come to %(sum)s (%(group)s)."),
    "table_total": _lt("The rows of %(group)s come to %(sum)s points instead of %(full)s."),
    "duplicate_name": _lt("The same name stands in row %(row)s."),
    "duplicate_code": _lt("The same number stands in row %(row)s."),
    "duplicate_section": _lt("The headings “%(one)s” and “%(other)s” bear the same number."),
}

#: What is wrong with a file and what to do, by the codes of ``table_file.TableFileError``.
FILE_PROBLEMS = {
    "empty": _lt("The file is empty. Choose the file with the indicator table."),
    "too_large": _lt("The file is too large: an indicator table has less than 10 MB. Export it alone."),
    "too_many_rows": _lt("A sheet has more than 5000 rows. Split the table into several files."),
    "old_or_locked": _lt(
        "The file is protected by a password or in the old XLS format. "
        "Save it as an XLSX workbook without a password, and choose that.",
    ),
    "damaged": _lt("The file is no readable XLSX workbook. Open it, save it anew as XLSX, and try again."),
    "not_text": _lt("The file is neither an XLSX workbook nor a CSV text in UTF-8 or GB 18030."),
}
