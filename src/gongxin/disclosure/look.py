"""Why somebody looks at what is not public, where it is not a matter of the application list."""

from collections.abc import Mapping

from gongxin.catalogue.label import Label

AUTHORISED, DELIVERY, REPORT, OPERATION = "authorised", "delivery", "report", "operation"
OTHER: Mapping[str, Label] = {
    AUTHORISED: Label("主体授权查询", "Query authorised by the organisation"),
    DELIVERY: Label("向信用服务机构交付", "Delivery to a credit agency"),
    REPORT: Label("出具信用报告", "Issue of a credit report"),
    OPERATION: Label("中心日常运行", "Operation of the centre"),
}
