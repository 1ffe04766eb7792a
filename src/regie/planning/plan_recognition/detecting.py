"""Objectives in a document: sentences, lines under a heading that says so, rows of tables. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from regie.planning.plan_recognition.amounts import (
    Amounts,
    amounts,
    before,
    directed,
    way,
    years_of,
)
from regie.planning.plan_recognition.goal_tables import goals
from regie.planning.plan_recognition.sorting import Part, suggest
from regie.planning.plan_texts.pieces import Piece, plain

Where = Literal["sentence", "heading", "table"]

MOST = 300
SHORTEST, LONGEST = 18, 300
_LABEL = re.compile(
    r"(?:tabel|figuur|doelen|bron|verwachting|nulmeting|streefwaarde|let op)\b[^.]{0,40}?[:.]", re.I
)
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b[a-z]\.)(?<!\bt\.o\.v\.)(?<!\bbijv\.)\s+(?=[A-Z0-9‘“])")
_PAST = re.compile(
    r"\b(?:daalde|daalden|steeg|stegen|was|waren|werd|werden|nam|namen|kwam|kwamen|bleek|bleken|had"
    r"|hadden|ging|gingen|gedaald|gestegen|afgenomen|toegenomen|nam\s+toe|liep|liepen|bedroeg)\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:willen|wil|doel|doelstelling|streven|streeft|streefwaarde|ambitie|moet|moeten|zullen|zal"
    r"|uiterlijk|beogen|beoogt|inzet is|gaan we|gaan wij|in de komende|eind"
    r"|hoogstens|minstens|maximaal|minimaal|ten hoogste|ten minste)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(r"\bnaar verwachting\b|\bprognose\b|\braming\b|\bvoorspel", re.IGNORECASE)
_WANTED = re.compile(r"\bwil(?:len)?\b.{0,30}?\b(?:in|eind|uiterlijk|voor)\s+(20\d\d)\b", re.I)
_AIMS = re.compile(r"\b(?:doel|doelstelling|streven|streeft|ambitie|willen|wil)\b", re.IGNORECASE)
_DOES = re.compile(
    r"\b(?:voeren|voert|zetten|zet|organiser\w+|houden|houdt|plaatsen|plaatst|starten|start|trainen"
    r"|bezoeken|bezoekt|controleren|vaststellen|opstellen|actualiseren|evalueren)\b",
    re.IGNORECASE,
)
"""What somebody does, which is a means."""
_NUMBER = re.compile(r"\d|\bhalver|\bgehalveerd|\bmet een (?:kwart|derde)", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\bmet\s+\d", re.IGNORECASE)
_ANNOUNCES = re.compile(
    r"\b(?:indicatoren|doelen|doelstellingen)\b.{0,40}\b(?:komen|staan|zijn|vindt|leest|sluiten)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|zijn|heeft|hebben|voel\w*|ervaar\w*|ervaren|ken\w*|weet|weten|krijg\w*|komt|komen|gaat"
    r"|geeft|geven|doet|doen|wonen|woont|willen|wil|daal\w*|dalen|stijg\w*|neemt|nemen|blijf\w*"
    r"|word\w*|maken|maakt|bereik\w*|verminder\w*|verlag\w*|verhog\w*|vergrot\w*|verbeter\w*"
    r"|terug\w+|voorkom\w*|bestrijd\w*|behoud\w*|versterk\w*|hoogstens|minstens|maximaal|minimaal)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"€|\beuro\b|\bfte\b|\bbudget\w*|\bsubsidie\w*", re.I)
_ANNOUNCED = re.compile(
    r"\b(?:onderstaande?|hieronder|bovenstaande?|volgende|paragraaf|hoofdstuk|bijlage|tabel)\b",
    re.I,
)
_GOAL = re.compile(
    r"^(?:(?:strategische?|operationele?|tactische?|smart|concrete?|ons|onze|beoogde?|hoofd|sub)[\s-]*)?"
    r"(?:doel(?:stelling)?|ambitie|streven|beoogd (?:resultaat|effect))(?:\s*\d+(?:\.\d+)*)?"
    r"\s*[:–—-]\s+(?=\S)",
    re.I,
)
_OWNER = re.compile(
    r"^(?:de|het|onze)\s+([^.,;]{3,80}?)\s+(?:is|zijn)\s+"
    r"(?:hiervoor|daarvoor|hier|daar|voor dit doel)?"
    r"\s*(?:verantwoordelijk|trekker|eigenaar|aanspreekpunt)\b",
    re.I,
)
_NOW = re.compile(
    r"^(?:nu|momenteel|op dit moment|dat is nu|in (?:19|20)\d\d|dit was|dat was)\b", re.I
)
LABEL = 6
"""A line of no more words than this that stands for a part is a heading that nobody marked."""


@dataclass(frozen=True)
class Found:
    """An objective as it was met. `words` are those of the document; `part` its place in it."""

    words: str
    where: Where
    part: int
    statement: str
    amounts: Amounts
    source: str = ""
    owner: str = ""


def objectives(parts: Sequence[Part], *, first_year: int) -> list[Found]:
    """Every objective that was met, each once, in the order of the document.

    `first_year` is the first of the plan: a later year is one to reach something in, an earlier
    one to compare with.
    """
    found: dict[str, Found] = {}
    for place, part in enumerate(parts):
        for each in _of_part(part, place, first_year - 1):
            key = " ".join(each.words.lower().split())
            found.setdefault(key, each)
            if len(found) >= MOST:
                return list(found.values())
    return list(found.values())


def _of_part(part: Part, place: int, after: int) -> Iterator[Found]:
    kind = part.suggestion.kind
    reader = _Reader(place, after, inside=kind == "objectives", money=kind == "means")
    for piece in part.pieces:
        if piece.kind == "heading":
            reader.heading(plain(piece.words), piece.level)
        elif piece.kind == "table":
            yield from _of_table(piece, place, after)
        elif piece.kind == "item" or not reader.label(plain(piece.words)):
            yield from reader.found(piece)


def _of_table(piece: Piece, place: int, after: int) -> Iterator[Found]:
    for goal in goals(piece, after):
        yield Found(
            goal.words, "table", place, goal.statement, goal.amounts, goal.source, goal.owner
        )


# --- sentences ------------------------------------------------------------------------------------


@dataclass
class _Reader:
    """Reads the words of a part; `inside` tells whether a heading about objectives holds."""

    place: int
    after: int
    inside: bool
    money: bool = False
    level: int = 0

    def heading(self, words: str, level: int) -> None:
        """A heading that stands for nothing leaves one above it in force."""
        kind = suggest(words).kind
        if kind or not self.inside or level <= self.level:
            self.inside = kind == "objectives"
            self.level = level

    def label(self, words: str) -> bool:
        """Whether a line is a heading that nobody marked; then it holds from here."""
        if len(words.split()) > LABEL or words.endswith((".", ";", ",")):
            return False
        kind = suggest(words).kind
        if kind:
            self.inside = kind == "objectives"
        elif words.endswith((":", "?")):
            self.inside = False
        return bool(kind) or words.endswith((":", "?"))

    def found(self, piece: Piece) -> Iterator[Found]:
        """The objectives in a paragraph or an item."""
        told = sentences(plain(piece.words))
        for at, sentence in enumerate(told):
            label = _GOAL.match(sentence)
            words = sentence[label.end() :] if label else sentence
            if not SHORTEST <= len(words) <= LONGEST or not (label or _says_something(words)):
                continue
            listed = bool(label) or (self.inside and self._listed(piece, words))
            if listed or (not self.money and is_objective(sentence, self.after)):
                where: Where = "heading" if listed else "sentence"
                yield self._made(sentence, words, where, told[at + 1 : at + 3])

    def _listed(self, piece: Piece, words: str) -> bool:
        """Whether words under a heading about objectives are one."""
        if piece.kind == "item":
            return True
        if _ANNOUNCED.search(words) and not _NUMBER.search(words):
            return False
        return bool(_VERB.search(words)) and not _ANNOUNCES.search(words)

    def _made(self, sentence: str, words: str, where: Where, after: Sequence[str]) -> Found:
        """An objective, with what the sentences right behind it say of it."""
        read = amounts(words, after=self.after)
        now = before(after[0]) if after and _NOW.match(after[0]) else None
        if now is not None and read.baseline is None and now.baseline is not None:
            year = read.baseline_year or now.baseline_year
            read = directed(replace(read, baseline=now.baseline, baseline_year=year))
        owners = (_OWNER.match(each) for each in after)
        owner = next((found[1] for found in owners if found), "")
        statement = words[:1].upper() + words[1:]
        return Found(sentence, where, self.place, statement, read, owner=owner)


def _says_something(sentence: str) -> bool:
    """No question, no announcement, no label, and not the end of something else."""
    begins = sentence[0].isupper() or not sentence[0].isalpha()
    return begins and not sentence.endswith((":", "?")) and not _LABEL.match(sentence)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph.

    >>> sentences("Dit is er een. En 3,1 is er twee.")
    ['Dit is er een.', 'En 3,1 is er twee.']
    """
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def is_objective(sentence: str, after: int) -> bool:
    """Whether a sentence outside a list of objectives promises a change that can be counted.

    >>> is_objective("Het aantal woninginbraken daalt met 10% in 2027.", 2025)
    True
    >>> is_objective("Het aantal woninginbraken daalde in 2022 met 10%.", 2025)
    False
    """
    if _EXPECTED.search(sentence) or _MONEY.search(sentence):
        return False
    if wanted := _WANTED.search(sentence):
        return int(wanted[1]) > after and not _DOES.search(sentence)
    if not _NUMBER.search(sentence):
        return False
    found = amounts(sentence, after=after)
    if found.direction[:4] == "keep" and _DOES.search(sentence) and not _AIMS.search(sentence):
        return False
    if not found.direction and not way(sentence):
        return False
    promised = bool(_WILL.search(sentence)) or any(year > after for year in years_of(sentence))
    if _PAST.search(sentence):
        return promised and any(year > after for year in years_of(sentence))
    counted = found.target is not None or found.target_percent is not None
    return promised and (counted or bool(_DIFFERENCE.search(sentence)))
