"""What ``--help`` shows below the options of each command: lines that work as they stand."""

from __future__ import annotations

from typing import Final

#: Command → lines of a shell. ``graphs/sample`` and ``seeds/articles`` come with the repository.
EXAMPLES: Final = {
    "build": (
        "newsgraph build seeds/articles -o graphs/mine",
        "newsgraph build news.zip page.html -o graphs/mine --workers 4 --timeout 60",
        "newsgraph build table.csv -o graphs/mine --columns text=body,title=headline",
        "cat article.txt | newsgraph build - -o graphs/mine --json",
        "newsgraph build https://post.example/ferry.html -o graphs/mine --fetch",
    ),
    "add": (
        "newsgraph add graphs/kg seeds/articles",
        "newsgraph add graphs/kg monday.jsonl tuesday.jsonl --workers 2",
    ),
    "update": (
        "newsgraph update graphs/kg seeds/articles --prune",
        "newsgraph update graphs/kg --rebuild",
    ),
    "remove": ("newsgraph remove graphs/kg envoy-visit-sharr-daily.md",),
    "query": (
        "newsgraph query --list",
        "newsgraph query graphs/sample @best_supported",
        "newsgraph query graphs/sample @find_entity text=lisna -f md",
        "newsgraph query graphs/sample 'SELECT ?s ?o { ?s ng:meetsWith ?o }' -f csv",
    ),
    "validate": (
        "newsgraph validate graphs/sample",
        "newsgraph validate graphs/sample --articles 1 --json",
    ),
    "serve": (
        "newsgraph serve graphs/sample",
        "newsgraph serve graphs/sample --port 8080 --timeout 10",
    ),
    "push": ("newsgraph push graphs/kg http://127.0.0.1:7878/store",),
    "pull": ("newsgraph pull http://127.0.0.1:7878/store http://127.0.0.1:7878/query -o back.nq",),
    "show": (
        "newsgraph show 'Lena Novak visited Rijeka on Monday.'",
        "newsgraph show 'Lena Novak did not visit Rijeka.' --why 'Novak | visits | Rijeka'",
        "newsgraph show --graph graphs/sample --why '| meetsWith |' --json",
    ),
    "export": (
        "newsgraph export graphs/sample -f graphml -o sample.graphml",
        "newsgraph export graphs/sample -f csv-facts",
        "newsgraph export graphs/sample -f dossiers -o pages",
    ),
    "judge": (
        "newsgraph judge graphs/sample same 'Lisna crossing' 'Lisna border crossing' --by ana",
        "newsgraph judge graphs/sample name Lisna 'City of Lisna' --why 'its own name'",
    ),
    "explain": (
        "newsgraph explain graphs/sample Lisna",
        "newsgraph explain graphs/sample Lisna --json",
    ),
    "disputes": (
        "newsgraph disputes graphs/sample",
        "newsgraph disputes graphs/sample --json",
    ),
    "facts": ("newsgraph facts --sentences sentences.txt",),
    "extract": (
        "newsgraph extract seeds/articles",
        "newsgraph extract article.txt --rules-only",
    ),
    "doctor": (
        "newsgraph doctor",
        "newsgraph doctor --json",
    ),
    "network central": (
        "newsgraph network central graphs/sample --limit 5",
        "newsgraph network central graphs/sample --class Person --json",
    ),
    "network communities": ("newsgraph network communities graphs/sample",),
    "network paths": ("newsgraph network paths graphs/sample Lisna NATO -k 1",),
    "vocabulary list": ("newsgraph vocabulary list",),
    "vocabulary check": ("newsgraph vocabulary check mine",),
    "vocabulary publish": ("newsgraph vocabulary publish ontology",),
}


def epilog(command: str) -> str:
    r"""Return the examples of a command as the end of its help; ``\b`` keeps their lines apart."""
    lines = "\n".join(f"  {line}" for line in EXAMPLES[command])
    return f"\b\nExamples:\n{lines}"
