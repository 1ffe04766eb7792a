"""No, with the reason in words. Every service of every room refuses in this one way. Pure."""

from collections.abc import Mapping


class RefusedError(Exception):
    """What was asked is not done: a file is not read, a text is not saved.

    `sentence` is a Dutch msgid with `%(name)s` places, `params` fills them. Nothing was written;
    of a refused delivery its row in the list of deliveries stays.
    """

    def __init__(self, sentence: str, **params: object) -> None:
        super().__init__(sentence % params if params else sentence)
        self.sentence = sentence
        self.params: Mapping[str, object] = params


def refuse(sentence: str | None, **params: object) -> None:
    """Raise `RefusedError` when there is a sentence."""
    if sentence:
        raise RefusedError(sentence, **params)
