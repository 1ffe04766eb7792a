"""`python -m standin`: serve the sample on this computer, with or without misbehaviour."""

import argparse

from standin import samples
from standin.misbehaviour import NAMES, named
from standin.server import serve

SITES = {"sample": samples.site, "national": samples.national}


def main() -> None:
    """Serve until interrupted."""
    lines = "\n".join(f"  {name:10} {words}" for name, words in NAMES.items())
    parser = argparse.ArgumentParser(
        "standin",
        description="A stand-in for CBS, police and PDOK. All figures were made up.",
        epilog=f"misbehaviours:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=8021)
    parser.add_argument("--misbehave", default="", help="names, with commas between them")
    parser.add_argument("--site", choices=SITES, default="sample")
    asked = parser.parse_args()
    misbehave = named(asked.misbehave)
    serve(SITES[asked.site](), misbehave, port=asked.port, ready=lambda url: print(url, flush=True))


if __name__ == "__main__":
    main()
