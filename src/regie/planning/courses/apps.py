from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "regie.planning.courses"
    label = "courses"
    verbose_name = "Koers van doelen"
