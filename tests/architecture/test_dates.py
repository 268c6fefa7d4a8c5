"""The day is an argument: only the outermost packages ask the clock."""

import ast

# What asks for a day, and what asks for an instant.
DAYS = {"date.today", "datetime.today", "timezone.localdate", "localdate"}
INSTANTS = {"datetime.now", "datetime.utcnow", "timezone.now", "timezone.localtime", "localtime", "time.time"}

# Who may ask. An action may note the instant at which it wrote (known_at, signed_at), never which day it is.
MAY_ASK_THE_DAY = {"web", "cli"}
MAY_ASK_THE_INSTANT = {"web", "cli", "actions"}


def test_only_web_and_cli_ask_which_day_it_is(modules):
    assert asked(modules, DAYS, MAY_ASK_THE_DAY) == []


def test_a_command_asks_for_the_day_in_china(modules):
    """`date.today()` is the machine's day: on a server in UTC a file would be one day early until eight."""
    machines = [line for line in asked(modules, DAYS, MAY_ASK_THE_DAY - {"cli"}) if "cli/" in line]

    assert machines == []


def test_only_web_cli_and_actions_ask_what_time_it_is(modules):
    assert asked(modules, INSTANTS, MAY_ASK_THE_INSTANT) == []


def test_sql_never_asks_the_clock(modules):
    clock = ("current_date", "current_timestamp", "now()", "today()")
    asked_in_sql = [
        f"{module.at(text)} {word}"
        for module in modules
        if module.package not in MAY_ASK_THE_INSTANT
        for text in module.nodes(ast.Constant)
        if isinstance(text.value, str)
        for word in clock
        if word in text.value.lower()
    ]

    assert asked_in_sql == []


def asked(modules, questions, allowed):
    return [
        f"{module.at(call)} {question}"
        for module in modules
        if module.package not in allowed
        for call in module.nodes(ast.Call)
        if (question := last_two(call.func)) in questions
    ]


def last_two(function):
    """`date.today` for `datetime.date.today`."""
    return ".".join(ast.unparse(function).split(".")[-2:])
