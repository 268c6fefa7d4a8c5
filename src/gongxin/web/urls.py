"""Every address. The API comes first: it is asked most often."""

from django.urls import include, path

from gongxin.web.api import log, oauth
from gongxin.web.api.api import urls as api_urls
from gongxin.web.api.health import healthz, metrics, readyz

urlpatterns = [
    path("api/v1/", api_urls),
    path("log/checkpoint", log.checkpoint),
    path("log/key", log.key),
    path("log/<path:address>", log.tile),
    path("oauth/token", oauth.token),
    path("oauth/revoke", oauth.revocation),
    path(".well-known/oauth-authorization-server", oauth.metadata),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("account/", include("gongxin.web.account.urls")),
    path("office/", include("gongxin.web.office.urls")),
    path("desk/", include("gongxin.web.desk.urls")),
    path("", include("gongxin.web.portal.urls")),
]
handler400 = "gongxin.web.shared.error.bad_request"
handler403 = "gongxin.web.shared.error.forbidden"
handler404 = "gongxin.web.shared.error.not_found"
handler429 = "gongxin.web.shared.error.too_many"
handler500 = "gongxin.web.shared.error.failed"
