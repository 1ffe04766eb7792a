"""Forms: every error can be reached, every field has a name."""

import re

import pytest
from django import forms

from regie.ui.tests.gallery.content import UploadForm

pytestmark = pytest.mark.room


class Hidden(forms.Form):
    secret = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="Naam")

    def clean(self) -> None:
        raise forms.ValidationError("Dit kan niet samen.")


def test_the_summary_links_to_every_field_with_an_error() -> None:
    html = str(UploadForm({"date": "x"}))
    anchors = re.findall(r'<li><a class="nl-link" href="#([\w-]+)"', html)
    assert anchors == ["id_title", "id_date", "id_kind", "id_level_0", "id_agree"]
    for anchor in anchors:
        assert re.search(rf'<(?:input|select|textarea)[^>]*\sid="{anchor}"', html)


def test_errors_and_help_are_tied_to_their_field() -> None:
    html = str(UploadForm({"date": "x"}))
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        for name in described.split():
            assert f'id="{name}"' in html
    assert html.count('aria-invalid="true"') >= 5


def test_every_control_has_a_label() -> None:
    html = str(UploadForm())
    for name in re.findall(r'<(?:input|select|textarea)[^>]*\sid="([\w-]+)"', html):
        assert f'for="{name}"' in html


def test_what_need_not_be_filled_in_says_so() -> None:
    html = str(UploadForm())
    assert html.count("(niet verplicht)") == 3


def test_without_errors_there_is_no_summary() -> None:
    assert "regie-errors" not in str(UploadForm())


def test_errors_of_the_whole_form_and_hidden_fields() -> None:
    html = str(Hidden({"secret": "1", "name": "x"}))
    assert "Dit kan niet samen." in html
    assert html.count('type="hidden"') == 1


def test_own_attributes_survive() -> None:
    class Own(forms.Form):
        mail = forms.EmailField(
            widget=forms.EmailInput({"class": "breed", "autocomplete": "email"})
        )

    html = str(Own()["mail"])
    assert 'class="utrecht-textbox utrecht-textbox--html-input breed"' in html
    assert 'autocomplete="email"' in html
    assert html.count("class=") == 1


def test_a_choice_is_kept() -> None:
    html = str(UploadForm({"level": "b", "kind": "a", "subjects": ["j"], "note": "<x>"}))
    assert re.search(r'value="b"[^>]*checked', html)
    assert re.search(r'value="j"[^>]*checked', html)
    assert re.search(r'<option value="a"[^>]*selected', html)
    assert "&lt;x&gt;</textarea>" in html


def test_a_long_text_is_refused_in_words_and_never_cut_by_the_browser() -> None:
    class LongForm(forms.Form):
        line = forms.CharField(max_length=20)
        text = forms.CharField(max_length=20, widget=forms.Textarea)

    assert str(LongForm()["line"]).count('maxlength="20"') == 1
    assert "maxlength" not in str(LongForm()["text"])
    sent = LongForm({"line": "kort", "text": "veel te lang voor dit veld"})
    assert "20 tekens" in str(sent.errors["text"])
    assert "veel te lang voor dit veld" in str(sent["text"])
