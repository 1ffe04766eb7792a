from django.apps import AppConfig


class OldGoalsConfig(AppConfig):
    name = "regie.learning.old_goals"
    label = "old_goals"
    verbose_name = "Oude doelen"

    def ready(self) -> None:
        from django.urls import reverse

        from regie.learning.evaluation.models import Evaluation
        from regie.learning.evaluation.taking import set_take_over

        def address(item: Evaluation) -> str:
            return reverse("old_goals:take_over", args=[item.municipality.slug, item.pk])

        set_take_over(address)
