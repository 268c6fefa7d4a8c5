"""The rules of a penalty as plain facts, for the peers: what gongxin takes from its catalogue."""

from bench.city import ITEM, ON
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.reader import edition

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
CODES = ("CF_XDR_SHXYM", "CF_CFJGDM", "CF_SJLYDM")
FREE_TEXT = ("CF_WFXW", "CF_SY", "CF_YJ", "CF_NR", "CF_NR_ZKDX", "BZ", "CF_XDR_MC", "CF_CFJG", "CF_SJLY")
CLASSES = ("法人及非法人组织", "个体工商户")
IDENTITY = ("CF_XDR_SHXYM", "CF_WSH", "CF_CFJGDM")
PERMITS = ("暂扣许可证件", "吊销许可证件", "暂扣或者吊销许可证、暂扣或者吊销执照")
GAINS = ("没收违法所得", "没收违法所得、没收非法财物")
ALL_GAINS = (*GAINS, "没收非法财物")
SUMMARY = "简易程序|当场处罚|当场行政处罚|当场作出行政处罚"
BORN = "(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
IDENTITY_NUMBER = f"(?:^|[^0-9])([1-8][0-9]{{5}}{BORN}[0-9]{{3}}[0-9Xx])(?:$|[^0-9A-Za-z])"
MOBILE = r"(?:^|[^0-9A-Za-z.])(1[3-9][0-9]{9})(?:$|[^0-9A-Za-z.元万亿])"
CARD = r"(?:^|[^0-9A-Za-z.])(62[0-9]{14,17}|(?:4[0-9]|5[1-5]|35)[0-9]{14})(?:$|[^0-9A-Za-z])"


def item() -> Item:
    return edition(ON).item(ITEM)


def required() -> tuple[str, ...]:
    return tuple(field.code for field in item().fields if field.required)


def lengths() -> dict[str, int]:
    return {
        field.code: field.length
        for field in item().fields
        if field.length and field.kind is FieldKind.TEXT and not field.personal
    }


def kinds() -> tuple[str, ...]:
    return tuple(item().field("CF_CFLB").codes)


def of_kind(kind: FieldKind) -> tuple[str, ...]:
    return tuple(field.code for field in item().fields if field.kind is kind)
