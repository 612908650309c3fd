"""The repository as a whole: its locks, its launcher, its contracts, its wheel, and these tests' own rules."""

from __future__ import annotations

import ast
import fnmatch
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tools.third_party import read_lock

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = [
    *(ROOT / name for name in ("requirements.lock", "requirements-dev.lock")),
    *(ROOT / ".ci" / name for name in ("judges.lock", "release-judges.lock")),
]

TOP_LEVEL = {
    *("crawler", "spiders", "archive", "tests", "docs", ".ci"),
    *("lumbung", "pyproject.toml", "scrapy.cfg", "requirements.lock", "requirements-dev.lock"),
    *("README.md", "README.id.md", "CHANGELOG.md", "LICENSE", "NOTICE", ".gitignore"),
}


def test_only_the_agreed_entries_stand_at_the_top() -> None:
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    entries = {path.name for path in ROOT.iterdir() if path.name != ".git"}
    unexpected = {
        name for name in entries - TOP_LEVEL if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)
    }

    assert not unexpected


# ---- locks ----


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_carries_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.findall(r"^[A-Za-z0-9].*(?:\n +--hash=sha256:[0-9a-f]{64}(?: \\)?)+", text, re.MULTILINE)

    assert len(packages) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) == len(read_lock(lock)) > 0
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "options such as --index-url do not belong in a lock"


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"] + PROJECT["build-system"]["requires"]),
    ],
)
def test_every_dependency_is_in_the_lock(lock: str, wanted: list[str]) -> None:
    locked = {canonicalize_name(package.name): package.version for package in read_lock(ROOT / lock)}

    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{requirement}: run ./lumbung lock"
        assert requirement.specifier.contains(locked[name]), f"{requirement}: run ./lumbung lock"


def test_every_import_is_a_declared_dependency() -> None:
    extras = PROJECT["project"].get("optional-dependencies", {}).values()
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    homes = packages_distributions()

    for path in files_of_the_packages("*.py"):
        for module in top_level_imports(path) - sys.stdlib_module_names - {"crawler", "spiders", "archive"}:
            brought_by = {canonicalize_name(name) for name in homes.get(module, [])}
            assert brought_by & declared, f"{path.relative_to(ROOT)} imports {module}: name it in pyproject.toml"


def top_level_imports(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return {module.partition(".")[0] for module in modules}


def files_of_the_packages(pattern: str = "*") -> list[Path]:
    return [
        path
        for package in ("crawler", "spiders", "archive")
        for path in (ROOT / package).rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_test_tools_change_no_version_that_the_program_runs_with() -> None:
    runtime, with_tools = (set(read_lock(ROOT / name)) for name in ("requirements.lock", "requirements-dev.lock"))

    assert {(package.name, package.version) for package in runtime} <= {
        (package.name, package.version) for package in with_tools
    }


# ---- launcher ----


@pytest.mark.parametrize("script", ["lumbung", ".ci/judges", ".ci/release-judges", ".ci/run"])
def test_shell_script_is_executable_and_parses(script: str) -> None:
    interpreter = "bash" if script == ".ci/run" else "sh"

    assert os.access(ROOT / script, os.X_OK)
    subprocess.run([interpreter, "-n", ROOT / script], check=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the launcher and its locks, and a bin/ that holds the system's tools but no Python."""
    checkout = tmp_path / "check out"
    (checkout / "bin").mkdir(parents=True)
    for name in ("lumbung", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, checkout)
    for tool in ("sh", "cat", "cmp", "cp", "dirname", "find", "flock", "mkdir", "mv", "readlink", "rm", "rmdir"):
        if found := shutil.which(tool):
            (checkout / "bin" / tool).symlink_to(found)
    return checkout


def write_fake_python(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def launch(
    checkout: Path, *arguments: str, launcher: Path | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout / "bin")}
    command = [str(launcher or checkout / "lumbung"), *arguments]
    return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False)


def test_launcher_names_the_missing_package_when_python_cannot_make_environments(checkout: Path) -> None:
    write_fake_python(checkout / "bin" / "python3", 'case "$*" in *version_info*) exit 0 ;; esac; exit 1')

    result = launch(checkout, "status")

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].endswith("apt install python3-venv")


@pytest.mark.parametrize("flock", [True, False], ids=["with flock", "without flock"])
def test_launcher_asks_for_python_when_it_is_missing_or_too_old(checkout: Path, flock: bool) -> None:
    write_fake_python(checkout / "bin" / "python3", "exit 1")
    if not flock:
        (checkout / "bin" / "flock").unlink()

    result = launch(checkout, "status")

    assert result.returncode == 1
    assert "Python 3.11 or later is needed" in result.stderr
    assert not (checkout / ".venv.new").exists()


# A Python that makes environments of itself, and in them tells how it was called.
WORKING_PYTHON = """
case "$*" in
    *sys.executable*) echo "$0 3 11" ;;
    "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; : >"$3/bin/pip" ;;
    "-m pip "*) [ -z "$BROKEN_PIP" ] ;;
    -P*) echo "$PWD|$PYTHONPATH|$*" ;;
esac"""


def test_launcher_keeps_the_callers_folder_and_arguments_also_through_a_link(checkout: Path, tmp_path: Path) -> None:
    write_fake_python(checkout / "bin" / "python3", f"BROKEN_PIP=; {WORKING_PYTHON}")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lumbung").symlink_to(checkout / "lumbung")

    first = launch(checkout, "crawl", "a b", launcher=elsewhere / "lumbung", cwd=elsewhere)
    second = launch(checkout, "crawl", "a b", launcher=elsewhere / "lumbung", cwd=elsewhere)

    assert first.stdout == f"{elsewhere}|{checkout}|-P -m crawler.cli.main crawl a b\n"
    assert first.stderr.startswith("Setting up .venv")
    assert second.stdout == first.stdout
    assert second.stderr == ""


def test_launcher_sets_up_again_after_a_failure_and_after_a_new_lock(checkout: Path) -> None:
    write_fake_python(checkout / "bin" / "python3", f"BROKEN_PIP=yes; {WORKING_PYTHON}")
    failed = launch(checkout, "status")
    write_fake_python(checkout / "bin" / "python3", f"BROKEN_PIP=; {WORKING_PYTHON}")
    mended = launch(checkout, "status")
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    renewed = launch(checkout, "status")

    assert failed.returncode == 1
    assert "Could not install" in failed.stderr
    assert [mended.returncode, renewed.returncode] == [0, 0]
    assert "Setting up" in mended.stderr
    assert "Setting up" in renewed.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no flock")
def test_launcher_never_changes_the_environment_under_a_running_program(checkout: Path) -> None:
    write_fake_python(checkout / "bin" / "python3", f"BROKEN_PIP=; {WORKING_PYTHON}")
    launch(checkout, "status")
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")

    with subprocess.Popen(["flock", "-s", checkout / ".venv" / "in-use", "cat"], stdin=subprocess.PIPE):
        result = launch(checkout, "status")

    assert result.returncode == 1
    assert "a program still runs from .venv" in result.stderr


# ---- contracts and wheel ----


def test_every_folder_of_page_readers_is_kept_free_of_scrapy() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    kept_free = next(contract for contract in contracts if contract["name"] == "Page readers do without Scrapy")

    for name in ("platforms", "reading", "programme", "flags"):
        if (ROOT / "spiders" / name / "__init__.py").exists():
            assert f"spiders.{name}" in kept_free["source_modules"]


def test_wheel_holds_the_three_packages_whole(tmp_path: Path) -> None:
    # In this interpreter, without an isolated build: that would ask a package index for hatchling.
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    name = subprocess.run(
        [sys.executable, "-c", build, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()

    with zipfile.ZipFile(tmp_path / name) as wheel:
        packed = set(wheel.namelist())
        entry_points = wheel.read(next(path for path in packed if path.endswith("entry_points.txt"))).decode()
    files = {str(path.relative_to(ROOT)) for path in files_of_the_packages()}
    assert {path for path in packed if ".dist-info/" not in path} == files
    assert "lumbung = crawler.cli.main:main" in entry_points


# ---- judges ----


@pytest.mark.parametrize("command", ["warcio check", "fastwarc check", "wayback", "wb-manager", "cdxj-indexer", "wacz"])
def test_judge_starts(judges: Path, command: str) -> None:
    program, *verb = command.split()

    subprocess.run([str(judges / program), *verb, "--help"], capture_output=True, check=True)


# ---- the tests' own rules ----


def test_a_test_that_reaches_for_another_machine_fails() -> None:
    with socket.socket() as client, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_loopback_is_open_to_tests() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


@pytest.mark.parametrize(
    ("all_services", "outcome"), [("", "2 skipped, 1 xfailed"), ("1", "1 failed, 1 xfailed, 1 error")]
)
def test_a_skip_is_a_failure_where_all_services_must_be_there(tmp_path: Path, all_services: str, outcome: str) -> None:
    (tmp_path / "tests").mkdir()
    for path in (ROOT / "pyproject.toml", ROOT / "tests" / "conftest.py"):
        shutil.copy(path, tmp_path / path.relative_to(ROOT))
    (tmp_path / "tests" / "test_skips.py").write_text(
        "import pytest\n"
        '@pytest.mark.needs("judges")\n'
        "def test_needs_a_service_that_is_missing(): raise AssertionError\n"
        "def test_skips(): pytest.skip('on a whim')\n"
        "@pytest.mark.xfail\n"
        "def test_fails_as_expected(): raise AssertionError\n"
    )

    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "LUMBUNG_ALL_SERVICES": all_services},
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome in result.stdout
    assert "needs judges: run .ci/judges" in result.stdout
