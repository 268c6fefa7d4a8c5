"""The pages and the API."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gongxin.web"
    label = "web"
