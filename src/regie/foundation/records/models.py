"""What happened and which steps were taken. Rows are added, never changed."""

from collections.abc import Iterable
from typing import NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row of the log."""


_Row = TypeVar("_Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[_Row]):
    """Rows that can be added and read: every other road through the ORM is closed too."""

    def update(self, **kwargs: object) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def bulk_create(
        self,
        objs: Iterable[_Row],
        batch_size: int | None = None,
        *rest: object,
        **conflicts: object,
    ) -> list[_Row]:
        """Add several rows at once; a conflict is an error, never an update."""
        if any(rest) or any(conflicts.values()):
            raise AppendOnlyError(f"{self.model.__name__} rows are never changed")
        return super().bulk_create(objs, batch_size)


class AppendOnly(models.Model):
    """A row that can be added and read, and nothing else; the database has a trigger too."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *, using: str | None = None, **options: object) -> None:
        """Add the row; refuse when it is already there."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        # Without this Django first tries an UPDATE for a row that was given a primary key.
        super().save(using=using, force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")


class Log(AppendOnly):
    """Who did what to which thing, when and why.

    The municipality and the subject are kept as words, not as foreign keys: the log is the
    lowest room but one and must not know what it logs, and a row outlives its subject.
    """

    at = models.DateTimeField(_("moment"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(_("wie"), max_length=120)
    verb = models.CharField(_("handeling"), max_length=80)
    municipality_code = models.CharField(max_length=10, blank=True, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=200)
    why = models.TextField(_("waarom"), blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["municipality_code", "-at"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb}"


class Step(AppendOnly):
    """A transition taken in one of the state tables, by whom and why."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=120)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.from_state} → {self.to_state}"
