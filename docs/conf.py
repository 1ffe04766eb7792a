"""How the documentation is built: Sphinx, MyST and furo; warnings are errors (`make docs`)."""

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["REGIE_DATA"] = tempfile.mkdtemp(prefix="regie-docs-")
os.environ["REGIE_DEMO"] = "1"
os.environ["LANG"] = os.environ["LC_ALL"] = "en_GB.UTF-8"

# Imported by name: the environment above has to be set first.
import_module("tools.reference").write_pages(HERE / "reference" / "generated")

project = "Regie"
copyright = "The Regie contributors, EUPL-1.2"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Regie"
html_copy_source = False
exclude_patterns = ["_build"]
nitpicky = False
language = "en"
