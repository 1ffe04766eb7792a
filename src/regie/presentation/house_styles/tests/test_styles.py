"""The template of a municipality: brought, judged, chosen, removed, and nobody else's."""

import io
from functools import cache
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from regie.foundation.access.models import Membership
from regie.foundation.accounts.models import User
from regie.foundation.cycles.cast import Cast
from regie.foundation.records.models import Log
from regie.presentation import documents
from regie.presentation.house_styles import queries, rules, sample, services
from regie.presentation.house_styles.models import HouseStyle

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@cache
def template(*lines: str) -> bytes:
    """A Word file with these lines; the same file each time."""
    document = docx.Document()
    for line in lines or ("Brief {{ titel }}", "{{ inhoud }}"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _who(user: User) -> dict[str, Any]:
    found = Membership.objects.select_related("municipality").get(user=user)
    return {"membership": found, "actor": user}


def _to(name: str, **more: object) -> str:
    return reverse(f"house_styles:{name}", kwargs={"gemeente": "voorbeeldstad", **more})


def _send(client: Client, name: str, content: bytes) -> Any:
    return client.post(_to("overview"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("name", "size", "refusal"),
    [
        ("brief.docx", 1, None),
        ("BRIEF.DOCX", rules.LARGEST, None),
        ("brief.docx", rules.LARGEST + 1, rules.TOO_LARGE),
        ("brief.docx", 0, rules.EMPTY),
        ("brief.docm", 1, rules.WITH_MACROS),
        ("brief.dotm", 1, rules.WITH_MACROS),
        ("brief.dotx", 1, rules.A_TEMPLATE),
        ("brief.doc", 1, rules.OLD),
        ("brief.odt", 1, rules.OTHER),
        ("docx", 1, rules.OTHER),
    ],
)
def test_names_and_sizes(name: str, size: int, refusal: str | None) -> None:
    assert rules.refusal(name, size) == refusal


def test_one_template_is_in_use_and_the_others_stay(cast: Cast) -> None:
    coos = _who(cast.coos)
    first = services.add("C:\\huisstijl\\oud.docx", template(), **coos)
    second = services.add("nieuw.docx", template("Nieuw", "{{ inhoud }}"), **coos)
    assert first.name == "oud.docx"
    assert "Regie tabel" in second.lacking
    town = cast.voorbeeldstad
    assert queries.current_mark(town) == second.sha256
    again = services.add("zelfde.docx", template("Nieuw", "{{ inhoud }}"), **coos)
    assert again.pk == second.pk
    services.choose(first, **coos)
    found = queries.template_of(town)
    assert found is not None
    assert (found.sha256, found.content) == (first.sha256, template())
    services.add("nieuw.docx", template("Nieuw", "{{ inhoud }}"), **coos)
    assert HouseStyle.objects.count() == 2
    services.put_aside(**coos)
    services.put_aside(**coos)
    assert queries.template_of(town) is None
    assert queries.current_mark(town) == ""
    verbs = Log.objects.filter(verb__startswith="house_styles.").order_by("pk")
    assert [row.verb.partition(".")[2] for row in verbs] == [
        *("add", "add", "choose", "add", "put_aside"),
    ]


def test_what_was_removed_keeps_its_row_and_can_come_back(cast: Cast) -> None:
    coos = _who(cast.coos)
    row = services.add("brief.docx", template(), **coos)
    services.remove(row, **coos)
    row.refresh_from_db()
    assert (row.current, bytes(row.content), row.removed_by) == (False, b"", cast.coos)
    assert queries.style(coos["membership"], row.pk) is None
    assert services.add("brief.docx", template(), **coos).pk != row.pk


def test_nothing_is_kept_of_what_cannot_be_filled(cast: Cast) -> None:
    coos = _who(cast.coos)
    for name, content in (
        ("brief.docx", template("{{ titl }}", "{{ inhoud }}")),
        ("brief.docx", b"geen zip"),
        ("brief.docm", template()),
        ("brief.docx", template("{{ titel }}")),
    ):
        with pytest.raises(services.StyleRefusedError):
            services.add(name, content, **coos)
    assert not HouseStyle.objects.exists()


def test_what_only_filling_shows_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "template_problems", lambda _content: ())
    with pytest.raises(services.StyleRefusedError, match="bestaat niet"):
        services.add("brief.docx", template("{{ titl }}", "{{ inhoud }}"), **_who(cast.coos))


def test_the_page_teaches_then_tells_what_is_wrong_then_uses_it(as_coos: Client) -> None:
    page = as_coos.get(_to("overview")).content.decode()
    assert "Documenten hebben de gewone opmaak van Regie" in page
    assert '<a class="nl-link" href="/voorbeeldstad/beheer/">Beheer</a>' in page
    wrong = _send(as_coos, "brief.docx", template("Blad", "{{ titl }}", "{{ inhoud }}"))
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "Het invulveld {{ titl }} bestaat niet" in said
    assert "in de tekst, regel 2" in said
    assert _send(as_coos, "brief.docm", template()).status_code == 422
    assert as_coos.post(_to("overview"), {}).status_code == 422
    sent = as_coos.post(
        _to("overview"), {"file": SimpleUploadedFile("brief.docx", template())}, follow=True
    )
    assert "Word-documenten komen nu in: brief.docx." in sent.content.decode()
    assert "Sommige stijlen ontbreken" in sent.content.decode()


def test_the_page_offers_every_verb(as_coos: Client, cast: Cast) -> None:
    coos = _who(cast.coos)
    first = services.add("oud.docx", template(), **coos)
    second = services.add("nieuw.docx", template("Nieuw", "{{ inhoud }}"), **coos)
    assert as_coos.post(_to("choose", pk=first.pk), follow=True).status_code == 200
    assert queries.current_mark(cast.voorbeeldstad) == first.sha256
    assert as_coos.post(_to("put_aside"), follow=True).status_code == 200
    assert queries.current_mark(cast.voorbeeldstad) == ""
    assert "Wilt u deze sjabloon" in as_coos.get(_to("remove", pk=second.pk)).content.decode()
    gone = as_coos.post(_to("remove", pk=second.pk), follow=True).content.decode()
    assert "nieuw.docx: verwijderd op" in gone
    assert as_coos.get(_to("remove", pk=second.pk)).status_code == 404


def test_files_to_take_along(as_coos: Client, cast: Cast) -> None:
    row = services.add("brief.docx", template(), **_who(cast.coos))
    assert as_coos.get(_to("download", pk=row.pk)).content == template()
    assert as_coos.get(_to("sample_template")).content == documents.sample_template()
    for address in (_to("preview", pk=row.pk), _to("preview_plain")):
        answer = as_coos.get(address)
        said = [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs]
        assert any("Voorbeeld van uw huisstijl" in line for line in said)
        assert "Tekst en koppen" in said


def test_others_do_not_find_it(
    as_rob: Client, as_vera: Client, as_coos: Client, cast: Cast
) -> None:
    row = services.add("brief.docx", template(), **_who(cast.coos))
    for name, keys in (("overview", {}), ("preview", {"pk": row.pk}), ("download", {"pk": row.pk})):
        assert as_rob.get(_to(name, **keys)).status_code == 403
        assert as_vera.get(_to(name, **keys)).status_code == 404
    assert as_rob.post(_to("choose", pk=row.pk)).status_code == 403
    other = HouseStyle.objects.create(municipality=cast.buurstad, name="b.docx", sha256="b" * 64)
    for name in ("preview", "download", "remove"):
        assert as_coos.get(_to(name, pk=other.pk)).status_code == 404
    assert as_coos.post(_to("choose", pk=other.pk)).status_code == 404


def test_management_names_the_page_with_the_reason(as_coos: Client, as_rob: Client) -> None:
    address = reverse("access:overview", kwargs={"gemeente": "voorbeeldstad"})
    assert _to("overview") in as_coos.get(address).content.decode()
    page = as_rob.get(address).content.decode()
    assert "Alleen de veiligheidscoördinator kiest de huisstijl van documenten." in page


def test_few_queries(as_coos: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    coos = _who(cast.coos)
    for number in range(5):
        services.add(f"{number}.docx", template(str(number), "{{ inhoud }}"), **coos)
    with django_assert_max_num_queries(12):
        as_coos.get(_to("overview"))


def test_the_sample_has_a_bit_of_everything() -> None:
    made = sample.paper("Voorbeeldstad")
    kinds = {type(block).__name__ for section in made.sections for block in section.blocks}
    assert {"Table", "Figure", "BulletList", "Callout", "DefinitionList", "Heading"} <= kinds
