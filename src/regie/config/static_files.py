"""Styles and scripts as pages name them: with a fingerprint in the name, and pressed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.compress import Compressor

Made = tuple[str, str, bool] | tuple[str, None, RuntimeError]


class PressedOnce(ManifestStaticFilesStorage):
    """Presses what pages ask for, the names with a fingerprint, for WhiteNoise to serve.

    The same files under their own names stay beside them. Pages do not ask for those, and
    pressing them as well takes as long again.
    """

    def post_process(self, *args: object, **kwargs: object) -> Iterator[Made]:
        """What was made of each file: its name, the name of what was made, and whether it was."""
        yield from super().post_process(*args, **kwargs)
        if not kwargs.get("dry_run"):
            yield from self._pressed(sorted(set(self.hashed_files.values())))

    def _pressed(self, names: list[str]) -> Iterator[Made]:
        compressor = Compressor(quiet=True)
        asked = [name for name in names if compressor.should_compress(name)]
        with ThreadPoolExecutor() as pool:
            made = pool.map(compressor.compress, [self.path(name) for name in asked])
            for name, files in zip(asked, made, strict=True):
                yield from ((name, f"{name}{file[len(self.path(name)) :]}", True) for file in files)
