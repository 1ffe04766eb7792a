"""Take the pictures of the README from a served demonstration: `make screenshot`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from e2e.server import ARGUMENTS, chromium, served_demo

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
HEAVIEST = 300 * 1024
PAGES = {
    "veiligheidsbeeld.png": "/voorbeeldstad/veiligheidsbeeld/",
    "indicator.png": "/voorbeeldstad/veiligheidsbeeld/indicator/bbv-diefstallen-uit-woning/",
}


def main() -> int:
    """Write every picture; 1 when there is no browser or a picture is too heavy."""
    browser_path = chromium()
    if not browser_path:
        print("No Chromium on this machine (Debian: apt-get install chromium).", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served_demo(Path(folder)) as address:
        _take(browser_path, address)
    heavy = [name for name in PAGES if (IMAGES / name).stat().st_size > HEAVIEST]
    if heavy:
        print(f"Too heavy: {', '.join(heavy)}", file=sys.stderr)
        return 1
    print("Done: the pictures are in docs/images.")
    return 0


def _take(browser_path: str, address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(ARGUMENTS))
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 1160})
        page.goto("/")
        page.locator('form[action="/demo/coos/"] button').click()
        for name, where in PAGES.items():
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, f"{where} answers {answer.status}"
            page.screenshot(path=IMAGES / name)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
