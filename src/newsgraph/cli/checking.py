"""``newsgraph doctor``: whether newsgraph can work as it is installed here."""

from __future__ import annotations

from dataclasses import asdict

import typer

import newsgraph
from newsgraph.cli.console import NOTHING_BUILT, AsJson, say, say_json


def doctor(as_json: AsJson = False) -> None:
    """Check the installation, and say what is missing and what to do about it.

    Exit code 0: everything needed is there; 1: something is missing or damaged.
    """
    findings = newsgraph.check_installation()
    broken = sum(finding.state == "error" for finding in findings)
    if as_json:
        say_json({"healthy": not broken, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.state.value:<6}{finding.topic:<10}{finding.message}")
            if finding.hint:
                say(f"{'':<16}{finding.hint}")
        say()
        say(_verdict(broken))
    if broken:
        raise typer.Exit(NOTHING_BUILT)


def _verdict(broken: int) -> str:
    if not broken:
        return "newsgraph can work here"
    return f"{broken} thing{'s' if broken > 1 else ''} must be mended first: see the errors above"
