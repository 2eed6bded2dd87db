"""Names that the module gives to records, in every language of the database."""


def give_names(records, terms):
    """Translate the names of records, which were created with them in English.

    :param records: recordset with a translated field ``name``
    :param terms: for each its name, a lazy translation; none where a person wrote it
    """
    languages = [code for code, _name in records.env["res.lang"].get_installed() if code != "en_US"]
    for record, term in zip(records, terms, strict=True):
        if term and languages:
            names = {code: term._translate(code) for code in languages}
            record._unlocked().update_field_translations("name", names)


def written_name(line, terms):
    """Return the name of a dialog's line in English, and the term that it is.

    What a person wrote instead stays as it is, and is no term.

    :param line: record with ``name`` in the user's language, and ``term``, the name in English that it began with
    :param dict terms: names in English → lazy translations
    """
    term = terms.get(line.term)
    if term and line.name == line.env._(term):  # pylint: disable=gettext-variable
        return line.term, term
    return line.name, None
