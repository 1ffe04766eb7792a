"""What is printed and read in again says the same: words, looks, lists in lists, ends of lines."""

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regie.planning.plan_files.opening import read
from regie.planning.plan_texts.markdown import markdown
from regie.presentation import documents
from regie.ui import prose
from regie.ui.paper import Paper, Section
from regie.ui.prose import writing
from regie.ui.prose.writing import Words

pytestmark = pytest.mark.pure

FORMS = {"docx": documents.word, "odt": documents.odt, "pdf": documents.pdf}
TYPED = r"""Wij wonen op:\
Kerkstraat 1\
**1234 AB** Stad

## Aanpak

- veilig wonen
  - sloten
  - licht
    1. lampen
    2. *snoeien*
- veilig ondernemen

Een zin tussen twee lijsten in.

3. toezicht
   - overdag
4. handhaving

| Wie | Wat |
| --- | --- |
| politie | surveilleren<br>bekeuren |

Lees [de wet](<https://wetten.example.nl/a?b=1>) erbij."""


def printed(text: str, form: str) -> bytes:
    """A letter with this text in one form."""
    chapter = Section("Hoofdstuk", prose.blocks(text))
    day = datetime.date(2026, 11, 1)
    return FORMS[form](Paper("Titel", "Gemeente", day, (chapter,), layout="letter"))


def read_back(path: Path, made: bytes) -> str:
    """The text of the chapter as it is read in."""
    path.write_bytes(made)
    pieces = read(path)[1].pieces
    begin = next(n for n, p in enumerate(pieces) if p.plain in {"Hoofdstuk", "1 Hoofdstuk"})
    return markdown(pieces[begin + 1 :], above=1)


@pytest.mark.parametrize("form", FORMS)
def test_a_text_comes_back_as_it_was_typed(form: str, tmp_path: Path) -> None:
    back = read_back(tmp_path / "plan", printed(TYPED, form))
    typed = TYPED
    if form == "pdf":  # drawn lines do not tell who ended them
        typed = typed.replace("\\\n", " ").replace("<br>", " ")
    assert back.replace("Tabel 1. Wie, Wat\n\n", "") == typed  # a caption is a line of its own


ITEMS = st.lists(
    st.builds(
        writing.Item,
        st.sampled_from(["een", "twee woorden", "drie *schuine* woorden", "vier\\\nregels"]),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from([0, 1, 4]),
    ),
    min_size=1,
    max_size=8,
)
PARAGRAPHS = st.sampled_from(
    ["Gewoon een zin.", "Een **vet** woord.", "Eerste regel\\\nen de tweede regel."]
)
TEXTS = st.lists(PARAGRAPHS | ITEMS.map(writing.listed), min_size=1, max_size=4)


@pytest.mark.parametrize("form", ["docx", "odt"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=TEXTS.map("\n\n".join))
def test_any_text_comes_back(form: str, tmp_path: Path, typed: str) -> None:
    back = read_back(tmp_path / "plan", printed(typed, form))
    assert prose.blocks(back) == prose.blocks(typed)
    again = read_back(tmp_path / "plan", printed(back, form))
    assert again == back


@settings(max_examples=6, deadline=None)
@given(items=ITEMS)
@example(items=[writing.Item("een", at, at == 2, 4 * (at == 2)) for at in range(3)])
def test_the_lists_of_a_pdf_come_back(
    items: list[writing.Item], tmp_path_factory: pytest.TempPathFactory
) -> None:
    typed = writing.listed(items).replace("\\\n", " ")
    path = tmp_path_factory.mktemp("pdf") / "plan"
    back = read_back(path, printed(typed, "pdf"))
    assert prose.plain(back) == prose.plain(typed)


def test_words_that_look_like_marks_come_back_as_words(tmp_path: Path) -> None:
    typed = writing.paragraph([Words("# geen kop"), Words(writing.LINE), Words("1. geen punt")])
    assert read_back(tmp_path / "plan", printed(typed, "docx")) == typed


STRANGE = (
    "Nul\0teken, breedte\u200bnul, richting\u202eom\u2067keer\u2069 "
    "\U0001f469\u200d\U0001f692 emoji, <script>alert(1)</script> [x](javascript:alert(1)) "
    "[y](data:text/html,z) {{ naam }} {% x %} "
)


@pytest.mark.parametrize("form", FORMS)
def test_a_paragraph_of_a_hundred_thousand_strange_letters_is_printed_whole(
    form: str, tmp_path: Path
) -> None:
    typed = STRANGE * (100_000 // len(STRANGE)) + "einde"
    back = prose.plain(read_back(tmp_path / "plan", printed(typed, form)))
    assert back.endswith("einde")
    assert back.count("<script>alert(1)</script>") == typed.count("<script>")
    assert back.count("{{ naam }} {% x %}") == typed.count("{{")
    assert not set("\0\u202e\u2067\u2069") & set(back)
    if form != "pdf":  # no font has every emoji: a PDF has its name
        assert back.count("\U0001f692") == typed.count("\U0001f692")
    assert "javascript:" not in prose.html(back).replace("(javascript:", "(")
