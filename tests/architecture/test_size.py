"""Short modules and functions: a reader sees the whole of either at once."""

import ast

LINES_IN_A_MODULE = 400
LINES_IN_A_FUNCTION = 60
PARAMETERS = 5

# Allowed past the limit, each with why. Keep it empty if you can.
LONG: dict[str, str] = {}

# Their parameters are the options of a command or the filters of a URL, listed one by one by the framework.
ENTRANCES = {"command", "group", "get", "post", "put", "patch", "delete"}


def test_a_module_fits_in_one_reading(modules):
    long = [
        f"{module.name}: {lines} lines"
        for module in modules
        if (lines := module.text.count("\n")) > LINES_IN_A_MODULE and module.name not in LONG
    ]

    assert long == []


def test_a_function_fits_on_the_page(modules):
    long = [
        f"{module.at(function)} {function.name}: {lines} lines"
        for module in modules
        for function in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        if (lines := function.end_lineno - function.lineno + 1) > LINES_IN_A_FUNCTION
        and f"{module.name} {function.name}" not in LONG
    ]

    assert long == []


def test_a_function_takes_few_parameters(modules):
    wide = [
        f"{module.at(function)} {function.name}: {count} parameters"
        for module in modules
        for function in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        if (count := parameters(function)) > PARAMETERS
        and not is_entrance(function)
        and f"{module.name} {function.name}" not in LONG
    ]

    assert wide == []


def test_the_list_of_exceptions_names_what_exists(modules):
    known = {module.name for module in modules} | {
        f"{module.name} {function.name}"
        for module in modules
        for function in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    }

    assert set(LONG) <= known
    assert all(len(reason) > 20 for reason in LONG.values())


def parameters(function):
    listed = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return sum(argument.arg not in ("self", "cls") for argument in listed)


def is_entrance(function):
    called = [decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(target, ast.Attribute) and target.attr in ENTRANCES for target in called)
