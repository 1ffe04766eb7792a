from django.apps import AppConfig


class QualityTestsConfig(AppConfig):
    name = "regie.learning.quality_tests"
    label = "quality_tests"
    verbose_name = "Plantoets"
