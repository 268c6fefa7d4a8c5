"""Repair in the demo: a training held, one to come, and a neighbour that repaired a record of ours."""

from datetime import date, timedelta
from uuid import UUID, uuid5

NEIGHBOUR, NEIGHBOUR_NAME = "lingshi", "邻市公共信用信息平台"
SEED = b"the neighbour of the demo city.."  # 32 bytes; of no key outside the demo
NAMES = UUID("5f1f3b0e-2f54-4d0e-9a53-0f6f1d1b7a11")
HELD, TO_COME = timedelta(days=20), timedelta(days=14)


def repair_some(centre: str, reporter: str, on: date) -> None:
    """Hold a training, announce another, and be told of a repair by a neighbour."""
    train_some(centre, on)
    hear_from_a_neighbour(reporter, on)


def train_some(centre: str, on: date) -> None:
    from gongxin.actions import training
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    shown = page(EntryFilter(item="administrative_penalty"), viewer=Viewer.CENTRE, on=on, size=40).entries
    codes = list(dict.fromkeys(one.uscc for one in shown))[:6]
    day = on - HELD
    past = training.Course("信用修复专题培训（第一期）", day, "云汀市政务服务中心三楼会议室", 120, 60)
    course = training.announce(past, unit=centre, by="zhongxin", on=day - HELD)
    for place, uscc in enumerate(codes):
        training.sign_up(course, uscc, 1 + place % 3, by="qiye", on=day - TO_COME)
    came = {uscc: (1 + place % 3) if place != 1 else 0 for place, uscc in enumerate(codes)}
    training.confirm(course, came, by="zhongxin", on=day)
    coming = training.Course(
        "信用修复专题培训（第二期）",
        on + TO_COME,
        "云汀市政务服务中心三楼会议室",
        120,
        60,
        "修复条件和材料、在线申请演示、常见退回原因。",
    )
    training.announce(coming, unit=centre, by="zhongxin", on=on)


def hear_from_a_neighbour(reporter: str, on: date) -> None:
    """Take a message about a penalty of a unit that has accounts in the demo, if there is one."""
    from gongxin.actions.foreign_repair import receive
    from gongxin.actions.platform import Peer, add
    from gongxin.disclosure.policy import Viewer
    from gongxin.ledger import checkpoint, repair_message
    from gongxin.ledger.checkpoint import Checkpoint
    from gongxin.ledger.key import Signer
    from gongxin.ledger.repair_message import REPAIRED, RepairMessage
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    theirs = Signer(f"credit.{NEIGHBOUR}.example", SEED)
    add(Peer(NEIGHBOUR, NEIGHBOUR_NAME, theirs.verifier.text()), by="pingtai")
    narrow = EntryFilter(item="administrative_penalty", unit=reporter)
    shown = page(narrow, viewer=Viewer.unit(reporter), on=on, size=30).entries
    meant = next((one for one in reversed(shown) if one.document_number and one.decided_on), None)
    if meant is None:
        return
    message = RepairMessage(
        message=str(uuid5(NAMES, str(meant.record))),
        kind=REPAIRED,
        uscc=meant.uscc,
        organisation=meant.organisation,
        item=meant.item,
        record=str(uuid5(NAMES, meant.document_number)),
        title=meant.title,
        document_number=meant.document_number,
        decided_on=str(meant.decided_on),
        unit=meant.unit,
        unit_name="邻市市场监督管理局",
        case="20261101-0012",
        on=str(on - timedelta(days=3)),
        until="",
        sequence=1206,
        log_size=1208,
        checkpoint=checkpoint.sign(Checkpoint(theirs.name, 1208, b"\x11" * 32), theirs),
    )
    receive(repair_message.write(message, theirs), by="zhongxin")
