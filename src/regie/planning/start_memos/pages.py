"""What stands on the pages of the start memo: plain values for a template."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regie.foundation.access.models import Membership
from regie.foundation.access.queries import decision
from regie.foundation.accounts.languages import chosen, spoken
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.engine import WRONG_STATE
from regie.planning.start_memos import queries, rules, workflow
from regie.planning.start_memos.models import Answer, Edition, Remark, Reply, StartMemo
from regie.planning.start_memos.paper import paper_of
from regie.planning.start_memos.permissions import REMARK, REPLY, SEE_DRAFTS, WRITE_MEMO
from regie.policy.start_memo import START_MEMO, QuestionItem
from regie.ui.paper_forms import forms_of

Page = dict[str, Any]
Blank = Callable[[str, str], Form]
"""Makes the form for a remark about a question, with the words of before."""
Asked = tuple[str, Form]
Remarks = Mapping[str, list[tuple[Remark, Reply | None]]]
BADGES = {
    workflow.DRAFT: "info",
    workflow.TO_EXECUTIVE: "warning",
    workflow.TO_COUNCIL: "warning",
    workflow.ADOPTED: "positive",
    workflow.NOTED: "positive",
}
STEPS = ("send", "put", "council", "return")


def to(name: str, municipality: Municipality, **more: object) -> str:
    """An address of this room."""
    return reverse(f"start_memos:{name}", kwargs={"gemeente": municipality.slug, **more})


def crumbs(municipality: Municipality, *, room: bool = True) -> list[tuple[str, str]]:
    """The path to a page of this room."""
    path = [(_("Beleidscyclus"), reverse("cycles:cycle", args=[municipality.slug]))]
    return [*path, (_("Startnotitie"), to("memo", municipality))] if room else path


# --- the desk of who writes and decides -----------------------------------------------------------


def desk(membership: Membership, memo: StartMemo) -> Page:
    """Every question with its state, what lacks, and the next step. At most 8 queries."""
    town, answers = memo.municipality, queries.answers_of(memo)
    asked, standing = queries.asked_of(memo), answers.standing()
    left = rules.missing(asked, standing)
    editions = list(queries.editions_seen(membership).filter(memo=memo))
    remarks = queries.remarks_of(memo)
    waiting = [row for rows in remarks.values() for row, reply in rows if reply is None]
    total = len(asked)
    return {
        "memo": memo,
        "badge_kind": BADGES[memo.state],
        "crumbs": crumbs(town, room=False),
        "parts": _parts(memo, answers, left),
        "left": len(left),
        "done": total - len(left),
        "total": total,
        "share": round(100 * (total - len(left)) / total) if total else 0,
        "may_write": decision(WRITE_MEMO, role=membership.role),
        "editable": memo.state == workflow.DRAFT,
        "buttons": buttons(membership, memo),
        "editions": editions,
        "changes": changes(memo, answers, editions[0]) if editions else (),
        "remarks": sum(map(len, remarks.values())),
        "waiting": len(waiting),
        "decisions": list(memo.decisions.all()),
        "next_url": to("question", town, slug=left[0]) if left else "",
    }


def _parts(memo: StartMemo, answers: queries.Answers, left: tuple[str, ...]) -> list[Page]:
    items = queries.questions_of(memo)
    return [
        {
            "name": chosen(part.name, part.name_en),
            "rows": [_row(memo, item, answers, left) for item in items if item.part == part.code],
        }
        for part in START_MEMO().parts
    ]


def _row(
    memo: StartMemo, item: QuestionItem, answers: queries.Answers, left: tuple[str, ...]
) -> Page:
    row = answers.current.get(item.code)
    state = _("nog leeg"), "neutral"
    if row:
        state = _("nog niet af"), "warning"
    if item.code not in left:
        state = _("beantwoord"), "positive"
    if answers.beside.get(item.code):
        state = _("twee teksten"), "warning"
    return {
        "name": chosen(item.name, item.name_en),
        "question": chosen(item.question, item.question_en),
        "url": to("question", memo.municipality, slug=item.code),
        "state": state[0],
        "kind": state[1],
        "text": row.text if row else "",
        "choice": _choice_name(item, row.choice) if row else "",
    }


def standing(item: QuestionItem, row: Answer | None) -> Page:
    """The answer of one question as it stands."""
    choice = _choice_name(item, row.choice) if row else ""
    return {"text": row.text if row else "", "choice": choice}


def _choice_name(item: QuestionItem, code: str) -> str:
    found = item.choice(code)
    return chosen(found.name, found.name_en) if found else ""


def buttons(membership: Membership, memo: StartMemo) -> list[Page]:
    """The steps that fit this state, each with its reason when this role may not. 1 query."""
    held = queries.roles_held(memo.municipality)
    made = []
    for name in STEPS:
        step = "adopt" if name == "council" else name
        found = workflow.START_MEMO.step(step, state=memo.state)
        role = rules.hat_for(found.by, membership.role, held) if found else membership.role
        refusal = workflow.START_MEMO.refusal(step, state=memo.state, role=role)
        if refusal != WRONG_STATE:
            made.append(
                {
                    "name": name,
                    "refused": _(refusal) if refusal else "",
                    "stands_in": role != membership.role and not refusal,
                }
            )
    return made


def changes(memo: StartMemo, answers: queries.Answers, edition: Edition) -> list[Page]:
    """What the draft says otherwise than an edition, per question. No queries."""
    items = {item.code: item for item in queries.questions_of(memo)}
    after = {
        code: _with_choice(_choice_name(items[code], row.choice), row.text)
        for code, row in answers.current.items()
        if code in items
    }
    before, names = {}, {}
    for part in queries.content_of(edition)["parts"]:
        for row in part["questions"]:
            choice = row["choice"]["name"][spoken()] if row["choice"] else ""
            before[row["code"]] = _with_choice(choice, row["text"])
            names[row["code"]] = row["name"][spoken()]
    names |= {code: chosen(item.name, item.name_en) for code, item in items.items()}
    told = {code: after.get(code, "") for code in names}
    return [
        {"name": names[each.code], "before": each.before, "after": each.after}
        for each in rules.changes(before, told)
    ]


def _with_choice(choice: str, text: str) -> str:
    return "\n".join(filter(None, (choice, text)))


# --- reading --------------------------------------------------------------------------------------


def reading(
    membership: Membership, memo: StartMemo, blank: Blank, asked: Asked | None = None
) -> Page:
    """The text that lies at the council, with remarks per question. At most 4 queries.

    `blank` makes the form for a remark; `asked` is one that was sent and refused, with the
    question it is about.
    """
    seen = queries.editions_seen(membership).filter(memo=memo, moment__in=workflow.PUBLIC)
    edition = seen.first()
    page: Page = {
        "memo": memo,
        "badge_kind": BADGES[memo.state],
        "crumbs": crumbs(memo.municipality, room=membership.role in SEE_DRAFTS),
        "edition": edition,
        "insider": membership.role in SEE_DRAFTS,
    }
    if edition is None:
        return page
    remarks = queries.remarks_of(memo)
    may = decision(REMARK, role=membership.role)
    opened = memo.state == workflow.TO_COUNCIL
    return page | {
        "parts": [
            {
                "name": part["name"][spoken()],
                "rows": [
                    _read(row, membership, remarks)
                    | _remark_form(row["code"], membership, remarks, blank, asked)
                    for row in part["questions"]
                ],
            }
            for part in queries.content_of(edition)["parts"]
        ],
        "may_remark": may,
        "may_reply": decision(REPLY, role=membership.role),
        "opened": opened,
        "newer": memo.state == workflow.DRAFT,
        "documents": forms_of("start_memo", memo.municipality.slug, edition.pk),
    }


def _read(
    row: Page,
    membership: Membership,
    remarks: Remarks,
) -> Page:
    code, language = row["code"], spoken()
    found = remarks.get(code, [])
    mine = _mine(found, membership)
    council = row["council"] or {}
    picked = council.get("choice")
    return {
        "code": code,
        "name": row["name"][language],
        "question": row["question"][language],
        "text": row["text"],
        "choice": row["choice"]["name"][language] if row["choice"] else "",
        "council": row["council"],
        "council_choice": picked["name"][language] if picked else "",
        "remarks": found,
        "mine": mine is not None,
        "answered": mine is not None and mine[1] is not None,
    }


def _mine(
    found: list[tuple[Remark, Reply | None]], membership: Membership
) -> tuple[Remark, Reply | None] | None:
    return next((pair for pair in found if pair[0].made_by_id == membership.user_id), None)


def _remark_form(
    code: str, membership: Membership, remarks: Remarks, blank: Blank, asked: Asked | None
) -> Page:
    """The form for a remark: what was sent and refused, else the words of before."""
    if asked and asked[0] == code:
        return {"form": asked[1], "sent": True}
    mine = _mine(remarks.get(code, []), membership)
    return {"form": blank(code, mine[0].text if mine and mine[1] is None else ""), "sent": False}


def edition_page(membership: Membership, edition: Edition) -> Page:
    """An edition as a document. No queries beside those of the frame."""
    memo = edition.memo
    return {
        "memo": memo,
        "edition": edition,
        "crumbs": crumbs(memo.municipality),
        "paper": paper_of(queries.content_of(edition), spoken()),
        "day": localtime(edition.made_at),
        "documents": forms_of("start_memo", memo.municipality.slug, edition.pk),
    }
