"""Makes dist/bluehelm-kit-<version>: installs and runs without internet. See docs/offline.md.

    python docs/make_kit.py [--python 3.12 ...] [--system linux ...] [--out FOLDER]

Wheels are found by following what each wheel itself asks for, under the markers of the system it
is for: pip alone would read them as those of the machine that makes the kit.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
OFFERED = tuple(dict.fromkeys(("3.12", RUNNING)))
GLIBC = (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)), "manylinux2014_x86_64")
SYSTEMS = {
    "linux": (GLIBC, "linux", "Linux", "posix", "x86_64"),
    "macos-arm": (("macosx_14_0_arm64",), "darwin", "Darwin", "posix", "arm64"),
    "macos-intel": (("macosx_14_0_x86_64",), "darwin", "Darwin", "posix", "x86_64"),
    "windows": (("win_amd64",), "win32", "Windows", "nt", "AMD64"),
}
PURE = "any"
NO_WHEEL = re.compile(r"No matching distribution found for ([\w.-]+)")


@dataclass
class Target:
    """One system and one Python: its markers, and what of its wheels is here or missing."""

    system: str
    python: str
    here: dict[str, Path] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def markers(self, extra: str = "") -> dict[str, str]:
        """The environment that requirements are read in."""
        _, platform, system, name, machine = SYSTEMS[self.system]
        return {
            "sys_platform": platform, "platform_system": system, "os_name": name,
            "platform_machine": machine, "python_version": self.python,
            "python_full_version": f"{self.python}.0", "implementation_name": "cpython",
            "platform_python_implementation": "CPython", "extra": extra,
        }  # fmt: skip

    def pip_words(self) -> list[str]:
        """How pip is told of it."""
        words = [f"--platform={one}" for one in SYSTEMS[self.system][0]]
        digits = self.python.replace(".", "")
        abis = [f"--abi={abi}" for abi in (f"cp{digits}", "abi3", "none")]
        return [*words, *abis, f"--python-version={self.python}", "--implementation=cp"]


def pins(target: Target) -> dict[str, str]:
    """Versions that Bluehelm is tested with, for a target."""
    found = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate(target.markers()):
            found[canonicalize_name(pin.name)] = str(pin.specifier)
    return found


def asked(wheel: Path, extras: Iterable[str], target: Target) -> Iterator[Requirement]:
    """What a wheel asks for on a target, with these extras of it."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        told = Parser().parsestr(archive.read(name).decode("utf-8"))
    for text in told.get_all("Requires-Dist") or []:
        need = Requirement(text)
        readings = [target.markers(extra) for extra in ("", *extras)]
        if need.marker is None or any(need.marker.evaluate(one) for one in readings):
            yield need


def pip(*words: str) -> subprocess.CompletedProcess[str]:
    """Run pip; whatever index it is set to is used, and none is named."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def bring(target: Target, wanted: dict[str, str], wheels: Path) -> None:
    """Download wheels by name and version; what has none for this target is noted as missing."""
    with tempfile.TemporaryDirectory(dir=wheels.parent) as name:
        folder = Path(name)
        words = ["download", "--no-deps", "--only-binary=:all:", "--dest", name]
        left = dict(wanted)
        while left:
            done = pip(*words, *target.pip_words(), *(f"{one}{left[one]}" for one in left))
            if done.returncode == 0:
                break
            found = NO_WHEEL.search(done.stderr)
            lacks = canonicalize_name(found[1]) if found else ""
            if lacks not in left:
                raise SystemExit(f"pip could not download:\n{done.stderr.strip()}")
            spec = lacks + left.pop(lacks)
            if not built_pure(spec, folder):
                target.missing[lacks] = spec
        for wheel in folder.glob("*.whl"):
            kept = wheels / wheel.name
            shutil.move(wheel, kept)
            target.here[canonicalize_name(parse_wheel_filename(kept.name)[0])] = kept


def built_pure(spec: str, folder: Path) -> bool:
    """A package that comes as source only: built here, and kept if it suits every system."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        pip("wheel", "--no-deps", "--wheel-dir", own, spec)
        made = [wheel for wheel in Path(own).glob("*.whl") if wheel.stem.endswith(f"-{PURE}")]
        for wheel in made:
            shutil.move(wheel, folder / wheel.name)
    return bool(made)


def gather(target: Target, own: Path, wheels: Path, guess: Iterable[str]) -> None:
    """Bring all that Bluehelm needs on a target: what is asked for, until nothing is missing.

    `guess`: names that another target needed; they are brought in one go, and left out again
    where this target does not need them.
    """
    known = pins(target)
    first = {name: known[name] for name in guess if name in known}
    bring(target, first, wheels)
    while True:
        needs = closure(target, own)
        wanted = {
            name: known.get(name, text)
            for name, text in needs.items()
            if name not in target.here and name not in target.missing
        }
        if not wanted:
            break
        bring(target, wanted, wheels)
    target.here = {name: path for name, path in target.here.items() if name in needs}
    target.missing = {name: text for name, text in target.missing.items() if name in needs}


def closure(target: Target, own: Path) -> dict[str, str]:
    """Names asked for, directly or not, as far as wheels are here, with the versions asked for."""
    needs: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    todo: list[tuple[Path, str]] = [(own, "")]
    while todo:
        wheel, extra = todo.pop()
        for need in asked(wheel, [extra] if extra else [], target):
            name = canonicalize_name(need.name)
            needs.setdefault(name, str(need.specifier))
            for one in ("", *need.extras):
                if (name, one) not in seen and name in target.here:
                    seen.add((name, one))
                    todo.append((target.here[name], one))
    return needs


def own_wheel(wheels: Path) -> Path:
    """Bluehelm's own wheel."""
    done = pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    if done.returncode != 0:
        raise SystemExit(f"the wheel of Bluehelm could not be made:\n{done.stderr.strip()}")
    return next(wheels.glob(f"{PROJECT['name']}-*.whl"))


def front_end(into: Path) -> None:
    """The page's front-end files."""
    from sim.view.app import assets

    try:
        shutil.copytree(assets.ensure(), into)
    except assets.AssetsError as error:
        raise SystemExit(str(error)) from error


def guides(into: Path) -> None:
    """Guides and lessons as pages that any browser opens, pictures beside them."""
    from markdown import markdown

    files = [file for kind in ("md", "png", "csv", "json") for file in HERE.rglob(f"*.{kind}")]
    for source in sorted([*files, ROOT / "README.md"]):
        inside = source.relative_to(HERE) if source.is_relative_to(HERE) else Path(source.name)
        if {"changes", "kit", "template"} & set(inside.parts[:1]):
            continue
        target = into / (inside if source.parent != ROOT else Path("start.md"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix != ".md":
            shutil.copy2(source, target)
            continue
        text = source.read_text(encoding="utf-8")
        body = markdown(text, extensions=["tables", "fenced_code", "toc"])
        if source.parent == ROOT:
            body = body.replace('href="docs/', 'href="').replace('src="docs/', 'src="')
        body = re.sub(r'(href="(?!https?:)[^"#]+)\.md([#"])', r"\1.html\2", body)
        if source.parent == HERE:
            body = body.replace('href="../README.html', 'href="start.html')
        title = text.lstrip("# ").splitlines()[0]
        page = (HERE / "kit" / "page.html").read_text(encoding="utf-8")
        page = page.replace("{{title}}", title).replace("{{body}}", body)
        target.with_suffix(".html").write_text(page, encoding="utf-8")
    for made in into.rglob("*.html"):
        made.write_text(_only_living(made), encoding="utf-8")


def _only_living(page: Path) -> str:
    """A page whose links into the source, which is not in the kit, are plain text."""

    def kept(found: re.Match[str]) -> str:
        return found[0] if (page.parent / found[1]).exists() else found[2]

    link = r'<a href="(?!https?:|#)([^"#]+)[^"]*">(.*?)</a>'
    return re.sub(link, kept, page.read_text(encoding="utf-8"), flags=re.DOTALL)


def size(folder: Path) -> int:
    """Megabytes in a folder."""
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6)


def readme(kit: Path, targets: list[Target]) -> None:
    """The first thing to read, with what the kit is for and what it lacks."""
    rows = []
    for target in targets:
        lacks = "; ".join(sorted(target.missing.values()))
        state = f"NOT INSTALLABLE, no wheel of: {lacks}" if lacks else "complete"
        rows.append(f"  {target.system:12} Python {target.python}: {state}")
    text = (HERE / "kit" / "README.txt").read_text(encoding="utf-8")
    text = text.replace("{{version}}", PROJECT["version"]).replace("{{systems}}", "\n".join(rows))
    pythons = " or ".join(sorted({target.python for target in targets}))
    (kit / "README.txt").write_text(text.replace("{{pythons}}", pythons), encoding="utf-8")


def scripts(kit: Path, pythons: Iterable[str]) -> None:
    """The two installers, told which Pythons there are wheels for."""
    offered = " ".join(sorted(set(pythons), reverse=True))
    for name in ("install.sh", "install.bat"):
        text = (HERE / "kit" / name).read_text(encoding="utf-8").replace("{{pythons}}", offered)
        ending = "\r\n" if name.endswith(".bat") else "\n"
        (kit / name).write_text(text, encoding="utf-8", newline=ending)
    (kit / "install.sh").chmod(0o755)


def main() -> None:
    """Make the kit, and say what is in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--python", action="append", help=f"default: {', '.join(OFFERED)}")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="default: all")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    words = parser.parse_args()
    kit = words.out.resolve() / f"{PROJECT['name']}-kit-{PROJECT['version']}"
    shutil.rmtree(kit, ignore_errors=True)
    wheels = kit / "wheels"
    wheels.mkdir(parents=True)
    own = own_wheel(wheels)
    targets = [Target(s, p) for p in words.python or OFFERED for s in words.system or SYSTEMS]
    guess: dict[str, None] = {}
    for target in targets:
        gather(target, own, wheels, guess)
        guess |= dict.fromkeys(target.here)
        print(f"{target.system}, Python {target.python}: {len(target.here)} wheels,",
              f"missing: {', '.join(target.missing.values()) or 'none'}", flush=True)  # fmt: skip
    whole = [target for target in targets if not target.missing]
    used = {own, *(path for target in whole for path in target.here.values())}
    for wheel in set(wheels.iterdir()) - used:
        wheel.unlink()
    shutil.copy2(ROOT / "constraints.txt", kit / "constraints.txt")
    front_end(kit / "assets")
    guides(kit / "guides")
    readme(kit, targets)
    scripts(kit, (target.python for target in whole))
    parts = ", ".join(f"{name} {size(kit / name)} MB" for name in ("wheels", "assets", "guides"))
    print(f"{kit}: {size(kit)} MB ({parts})")
    if not whole or (words.system and len(whole) < len(targets)):
        sys.exit("wheels are missing for a system that was asked for: see above")


if __name__ == "__main__":
    main()
