"""Why a file is not read, in words for the person who delivered it."""

from collections.abc import Mapping


class RefusedError(Exception):
    """A delivery that is not read.

    `sentence` is a Dutch msgid with `%(name)s` places, `params` fills them. Nothing of a refused
    delivery is kept but its row in the list of deliveries.
    """

    def __init__(self, sentence: str, **params: object) -> None:
        super().__init__(sentence % params if params else sentence)
        self.sentence = sentence
        self.params: Mapping[str, object] = params
