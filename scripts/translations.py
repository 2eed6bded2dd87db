"""Keep the module's translation files equal to what Odoo exports, and complete.

Usage: translations.py update|check EXPORTED-FOLDER FOLDER

The exported folder holds fresh `perf_appraisal.pot` and `zh_CN.po`. `update` writes them to the folder, `check` only
compares. Both fail on missing or fuzzy terms and on placeholders that differ. Nothing that changes with each export
(dates, versions, the order of headers) is kept.
"""

import re
import sys
from pathlib import Path

import polib

MODULE, LANGUAGE = "perf_appraisal", "zh_CN"
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "X-Generator")
TEXT_ATTRIBUTE = re.compile(r'\b(?:title|alt|placeholder|label|string|help|confirm|aria-[a-z]+)="[^"]*"')
NUMBER_WIDTH = re.compile(r"(?<=\))0\d+(?=d$)")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[sdfr]|(?<!\{)\{\w*\}|</?\w+[^>]*>")

#: A comma or the like beside a Chinese character: Chinese has wide ones of its own.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,;:?!(]|[,;:?!)][\u4e00-\u9fff“（]")
#: Words that stood beside another one for the same thing, and the one that is used.
REPLACED = {
    "打分": "评分",
    "后台任务": "批量任务",
    "记账": "登记",
    "单据": "文书",
    "缺席人": "被代理人",
    "截止日(?!期)": "截止日期",
    "未办完": "未办结",
    "张考评表": "份考评表",
    "我的工作(?!日志)": "我的考评",
}


def normalized(path):
    """Return a translation file as text, without what changes at each export, entries in a fixed order."""
    catalogue = polib.pofile(str(path), wrapwidth=78)
    for key in VOLATILE:
        catalogue.metadata.pop(key, None)
    for entry in catalogue:
        entry.occurrences = sorted(set(entry.occurrences))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    text = str(catalogue)
    return text if text.endswith("\n") else text + "\n"


def placeholders(text):
    """Return what a translation must keep: variables, however wide their numbers, and tags without their titles."""
    return sorted(NUMBER_WIDTH.sub("", found) for found in PLACEHOLDER.findall(TEXT_ATTRIBUTE.sub("", text)))


def restore_same(exported, target):
    """Fill in the terms that read the same in both languages, such as "ID": Odoo's export leaves them empty."""
    if not target.exists():
        return
    same = {entry.msgid for entry in polib.pofile(str(target)) if entry.msgid == entry.msgstr}
    catalogue = polib.pofile(str(exported), wrapwidth=78)
    for entry in catalogue.untranslated_entries():
        entry.msgstr = entry.msgid if entry.msgid in same else ""
    catalogue.save()


def odd_words(text):
    """Return what reads oddly in a Chinese text, as sentences.

    >>> odd_words("%s：已核定，不能更改。"), odd_words("%s已核定,不能更改"), odd_words("打分")
    ([], ["half-width punctuation near '定,'"], ['打分 is called 评分'])
    """
    bare = re.sub(r"<[^>]+>", "", text)
    found = [f"half-width punctuation near {mark!r}" for mark in HALF_WIDTH.findall(bare)]
    return found + [f"{word.group()} is called {REPLACED[old]}" for old in REPLACED if (word := re.search(old, bare))]


def gaps(path):
    """Return what is missing or wrong in a translation, as sentences."""
    problems = []
    for entry in polib.pofile(str(path)):
        short = entry.msgid if len(entry.msgid) < 90 else entry.msgid[:87] + "…"
        if entry.obsolete:
            problems.append(f"obsolete: {short!r}")
        elif entry.fuzzy:
            problems.append(f"fuzzy: {short!r}")
        elif not entry.msgstr:
            problems.append(f"missing: {short!r}")
        elif placeholders(entry.msgid) != placeholders(entry.msgstr):
            problems.append(f"placeholders differ: {short!r}")
        problems += [f"{short!r}: {odd}" for odd in odd_words(entry.msgstr)]
    return problems


def main():
    """Update or check, report."""
    mode, exported, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    problems = []
    restore_same(exported / f"{LANGUAGE}.po", folder / f"{LANGUAGE}.po")
    for name in (f"{MODULE}.pot", f"{LANGUAGE}.po"):
        fresh, target = normalized(exported / name), folder / name
        if mode == "update":
            target.write_text(fresh, encoding="utf-8")
        elif not target.exists() or normalized(target) != fresh:
            problems.append(f"{target.name} is not what Odoo exports now: run ./dev i18n and commit it")
    problems += [f"{LANGUAGE}: {problem}" for problem in gaps(exported / f"{LANGUAGE}.po")]
    print("\n".join(problems[:200]))
    if len(problems) > 200:
        print(f"… and {len(problems) - 200} more")
    print(f"{len(polib.pofile(str(exported / (LANGUAGE + '.po'))))} terms, {len(problems)} problems")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
