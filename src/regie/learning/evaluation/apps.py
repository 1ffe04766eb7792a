from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "regie.learning.evaluation"
    label = "evaluation"
    verbose_name = "Evaluatie"
    default_auto_field = "django.db.models.BigAutoField"
