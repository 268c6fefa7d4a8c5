"""The pages of staff."""

app_name = "office"
urlpatterns: list[object] = []
