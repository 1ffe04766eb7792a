"""The editor reads and writes the same text as `regie.ui.prose`, and is only there when asked."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regie.ui import prose
from regie.ui.tests.test_prose import MARKS

pytestmark = pytest.mark.room
ROOT = Path(__file__).parents[4]
READY = (ROOT / "node_modules" / "prosemirror-model").exists() and shutil.which("node")
RUN = """
import { read, write } from "./frontend/js/prose/markdown.js";
let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () =>
  console.log(JSON.stringify(JSON.parse(given).map((text) => write(read(text))))));
"""
KNOWN = [
    "## Kop\n\nEen **vet** en *schuin*, ***allebei***, [link](https://x.nl/a_b).\n\n### Sub #\n",
    "| Wie | Wat |\n| --- | --- |\n| een<br>twee | **vet**<br>*schuin* |\n\nwoord \\<br> woord",
    "- een\n- twee **vet**\n\n1. eerst\n2. dan\n\n- weer\n\n3. verder\n4. nog",
    "Tabel: wie\n\n| Wie | Hoeveel |\n|:-:|---:|\n| a \\| b | **1** |\n| c |",
    "{figuur 12}\ntekst\n{figuur 3}",
    "**vet [met *een* link](https://x.nl) erin** *schuin **en vet** erin*",
    "<script>alert(1)</script> [x](javascript:alert(1)) `code` > ~~weg~~ &amp; \\* \\_",
    "# Hoog\n\n###### Laag\n\n- a\n  - b\n    1. c\n",
    "a**(b)**c *d*e** f_g_ **h** i*j\\** 2*3*4",
    "\\# geen kop\n\n\\- geen lijst\n\n1\\. geen nummer\n\n\\{figuur 2}",
]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that reads texts as the editor does and writes them again."""
    if not READY:
        pytest.skip("the packages of the front-end are not here")
    made = tmp_path_factory.mktemp("editor") / "again.mjs"
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    built = (
        "--bundle",
        "--format=esm",
        "--platform=node",
        "--log-level=error",
        f"--outfile={made}",
    )
    node = str(shutil.which("node"))
    subprocess.run([node, esbuild, *built], cwd=ROOT, input=RUN, text=True, check=True)
    return made


def _again(script: Path, texts: list[str]) -> list[str]:
    command = [str(shutil.which("node")), str(script)]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _looks(text: str) -> str:
    """The parts of a text, without the spaces: those have no looks."""
    page = prose.html(text, level=2)
    bare = re.sub(r"</(strong|em)>(\s*)<\1>", r"\2", re.sub(r"(<a [^>]*>)|</a>", r"\1", page))
    return "".join(re.sub(r"</(strong|em)>(\s*)<\1>", r"\2", bare).split())


def test_what_goes_through_the_editor_says_the_same(again: Path) -> None:
    for text, back in zip(KNOWN, _again(again, KNOWN), strict=True):
        assert _looks(back) == _looks(text)
    once = _again(again, KNOWN)
    assert _again(again, once) == once


@settings(
    max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(texts=st.lists(MARKS, min_size=40, max_size=60))
def test_no_word_is_lost_in_the_editor(again: Path, texts: list[str]) -> None:
    for text, back in zip(texts, _again(again, texts), strict=True):
        assert "".join(prose.plain(back).split()) == "".join(prose.plain(text).split())


class _Form(forms.Form):
    text = forms.CharField(widget=forms.Textarea(attrs={"data-prose": ""}))
    note = forms.CharField(widget=forms.Textarea)


def test_only_a_field_that_asks_for_it_gets_an_editor_with_words_in_the_language() -> None:
    with override("en"):
        drawn = str(_Form()["text"])
    assert "prose.js" in drawn
    words = json.loads(unescape(drawn.split('data-prose-words="')[1].split('"')[0]))
    assert words["bold"] == "Bold"
    assert "data-prose-words" not in str(_Form()["note"])
