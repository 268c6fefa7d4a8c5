"""The desk of an organisation. Every address but the first names the organisation by its code."""

from django.urls import path

from gongxin.web.desk import home

app_name = "desk"
urlpatterns = [
    path("", home.pick, name="pick"),
    path("<slug:uscc>/", home.home, name="home"),
]
