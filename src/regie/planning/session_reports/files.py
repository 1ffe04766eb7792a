"""The ballots of a round as files: without persons and without times."""

import csv
import io
import json

from regie.planning.rounds import ballots
from regie.planning.rounds.models import Round
from regie.planning.rounds.queries import names_of, question_of
from regie.planning.rounds.results import result_of, votes_of


def as_json(item: Round) -> str:
    """The ballots of a closed round for who wants to weigh them again; no person and no time.

    Of a hidden round only how many voted, and in `why_hidden` why there is no more.
    """
    names = names_of(item.session)
    question = question_of(item, names)
    found = result_of(item, names)
    return json.dumps(
        {
            "session": item.session.name,
            "round": item.number,
            "form": item.form,
            "question": item.question,
            "settings": item.settings,
            "votes": found.votes,
            "hidden": found.hidden,
            "why_hidden": " ".join(found.why_hidden),
            "candidates": dict(names.candidates),
            "criteria": {code: row.name for code, row in names.criteria.items()},
            "scores": [[*of, *scored] for of, scored in (question.scores or {}).items()],
            "ballots": [
                {"group": vote.group, **vote.content}
                for vote in (() if found.hidden else votes_of(item))
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def as_csv(item: Round) -> str:
    """One line per field of a ballot: the number of the ballot, its group, the field, its value.

    Of a hidden round the lines say how many voted and why there is no more.
    """
    names = names_of(item.session)
    known = {**names.candidates, **{code: row.name for code, row in names.criteria.items()}}
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(("ballot", "group", "what", "value"))
    found = result_of(item, names)
    for sentence in found.why_hidden:
        writer.writerow(("", "", sentence, ""))
    for at, vote in enumerate(() if found.hidden else votes_of(item), start=1):
        for what, value in ballots.told(item.form, vote.content, known):
            writer.writerow((at, *map(_harmless, (vote.group, what, value))))
    return "\ufeff" + file.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins with one of these as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
