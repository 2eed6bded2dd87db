"""Measure answering twelve scored questions in Odoo Surveys over HTTP, as its web form does, for comparison."""

import re
import time

#: Both ways in which Surveys shows its questions: on one page, or one after another (its default).
LAYOUTS = ("one_page", "page_per_question")


def prepare(env):
    """Make a survey of twelve scored questions in each layout: run inside `odoo shell`, with Surveys installed.

    :return: `{layout: {"token", "questions": [(question, best answer)]}}`
    """
    found = {}
    for layout in LAYOUTS:
        survey = env["survey.survey"].create(
            {
                "title": f"Month {layout}",
                "access_mode": "public",
                "users_login_required": True,
                "questions_layout": layout,
                "scoring_type": "scoring_without_answers",
                "question_and_page_ids": [
                    (
                        0,
                        0,
                        {
                            "title": f"Indicator {number}",
                            "sequence": number,
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                (0, 0, {"value": str(score), "answer_score": score, "is_correct": score == 10})
                                for score in (10, 8, 6, 0)
                            ],
                        },
                    )
                    for number in range(1, 13)
                ],
            },
        )
        questions = [(question.id, question.suggested_answer_ids[0].id) for question in survey.question_ids]
        found[layout] = {"token": survey.access_token, "questions": questions}
    env.cr.commit()
    return found


def answer(client, survey, layout):
    """Answer all questions of a survey, with the requests that its web form sends.

    :return: the seconds from opening the link to the last answer
    """
    begin = time.perf_counter()
    page = client.get(f"/survey/start/{survey['token']}")
    answer_token = re.search(rf"/survey/{survey['token']}/([0-9a-f-]+)", page.url).group(1)
    place = f"{survey['token']}/{answer_token}"
    client.json(f"/survey/begin/{place}")
    if layout == "one_page":
        client.json(f"/survey/submit/{place}", **{str(question): str(best) for question, best in survey["questions"]})
    else:
        for question, best in survey["questions"]:
            client.json(f"/survey/submit/{place}", question_id=question, **{str(question): str(best)})
    return time.perf_counter() - begin


def measure(client, surveys, repeat):
    """Answer in turns.

    :return: `{layout: [seconds]}`
    """
    times = {layout: [] for layout in LAYOUTS}
    for turn in range(-3, repeat):
        for layout in LAYOUTS:
            seconds = answer(client, surveys[layout], layout)
            if turn >= 0:  # the first turns only wake the workers
                times[layout].append(seconds)
    return times


def check(database, sql, repeat):
    """Check that every answer was stored and scored."""
    rows = sql(database, "SELECT count(*), min(scoring_percentage) FROM survey_user_input WHERE state = 'done'")
    assert rows[0][0] == str(2 * (repeat + 3)), rows
    assert float(rows[0][1]) == 100.0, rows
