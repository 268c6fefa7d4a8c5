"""The pages and the API."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gongxin.web"
    label = "web"

    def ready(self) -> None:
        """See to it that the English pages can be read: translations are compiled where they are stale."""
        from gongxin.web.account.event import connect
        from gongxin.web.shared.messages import compile_messages

        compile_messages()
        connect()
