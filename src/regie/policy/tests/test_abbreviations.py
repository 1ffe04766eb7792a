"""Abbreviations and terms: found in a text as whole words, each once in the list."""

import pytest

from regie.policy.abbreviations import ABBREVIATIONS

pytestmark = pytest.mark.pure


def test_codes_and_forms_occur_once_and_every_item_has_a_source() -> None:
    found = ABBREVIATIONS()
    for items in (found.abbreviations, found.terms):
        codes = [item.code for item in items]
        assert len(set(codes)) == len(codes)
    forms = [form for term in found.terms for form in term.words]
    assert len(set(forms)) == len(forms)
    assert all(form == form.casefold() for form in forms)
    for term in found.terms:
        assert max(len(part.split()) for part in term.meaning.split(". ")) <= 20, term.code


def test_only_whole_words_count() -> None:
    found = ABBREVIATIONS()
    text = "Het OM, de boa's en het JUP. Een komma. Twee aangiften, driehoeksoverleg."
    assert [item.written for item in found.abbreviations_in(text)] == ["boa", "JUP", "OM"]
    assert found.abbreviations_in("Omroep, boarding en jup") == ()
    assert [item.code for item in found.terms_in(text)] == ["report"]
    assert [item.code for item in found.terms_in("De DRIEHOEK overlegt.")] == ["triangle"]


def test_capitals_without_an_explanation_are_named() -> None:
    unknown = ABBREVIATIONS().unknown_in
    assert unknown("De XYZ en de WR. De Wijkraad (WR) en deel II van het IVP.") == ("XYZ",)
    assert unknown("De Halt en HALT.") == ()
