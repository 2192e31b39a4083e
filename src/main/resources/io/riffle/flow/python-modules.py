"""Lists the modules that a folder's Python scripts import when they start, that lie nowhere in it and that
Python has not: MODULE SCRIPT, one a line, the first script that imports it.

What stands in try, in a function or under a condition is not counted, since a script may do without.
"""
import ast
import importlib.util
import os
import sys

TESTS = {"test", "tests"}


def is_code(path):
    return path.endswith((".py", ".so"))


def is_script(path):
    """By its name, or by its first line, as tools without an ending have."""
    if not os.path.isfile(path) or not os.access(path, os.R_OK):
        return False
    if "." in os.path.basename(path):
        return path.endswith(".py")
    with open(path, "rb") as file:
        first = file.readline(100)
    return first.startswith(b"#!") and b"python" in first


def is_package(folder):
    return os.access(folder, os.R_OK | os.X_OK) and any(map(is_code, os.listdir(folder)))


def imported(path):
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (SyntaxError, ValueError, RecursionError):
        return  # of another Python, or a template
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


def is_there(module):
    try:
        return module in sys.builtin_module_names or importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return True  # half there; what it lacks is its own affair


root = sys.argv[1]
own = set()
scripts = []
for folder, folders, files in os.walk(root):
    inner = folder != root
    own.update(each for each in folders if is_package(os.path.join(folder, each)))
    own.update(each.split(".")[0] for each in files if is_code(each))
    folders[:] = sorted(each for each in folders if each != ".git" and not (inner and each in TESTS))
    scripts += sorted(each for each in (os.path.join(folder, each) for each in files) if is_script(each))

told = set()
for script in scripts:
    for module in imported(script):
        if module not in told and module not in own and not is_there(module):
            told.add(module)
            print(module, os.path.relpath(script, root))
