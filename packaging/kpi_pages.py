"""Writes docs/kpis.fr.md and docs/kpis.en.md from the KPIs themselves: ``python packaging/kpi_pages.py [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from leaddesk.model.kpi import Kpi, Uncertainty  # noqa: E402
from leaddesk.model.kpis import KPIS  # noqa: E402
from leaddesk.model.method import Method  # noqa: E402
from leaddesk.model.rules import RULES  # noqa: E402
from leaddesk.text import LANGUAGES, Language, language  # noqa: E402

WORDS = {
    "en": {
        "title": "What the figures mean",
        "head": "Made from the definitions in `leaddesk/model/kpis` by `packaging/kpi_pages.py`; the window, the "
        "workbook and the command line use the same. All money excludes VAT. Intervals are 95 %.",
        "formula": "Formula",
        "interval": "Interval",
        "warning": "Not to be confused",
        "variant": "Reading",
        "rules": "Rules",
    },
    "fr": {
        "title": "Ce que disent les chiffres",
        "head": "Produit à partir des définitions de `leaddesk/model/kpis` par `packaging/kpi_pages.py` ; la fenêtre, "
        "le classeur et la ligne de commande emploient les mêmes. Montants hors taxes. Intervalles à 95 %.",
        "formula": "Formule",
        "interval": "Intervalle",
        "warning": "À ne pas confondre",
        "variant": "Lecture",
        "rules": "Règles",
    },
}
INTERVALS = {
    "en": {
        Uncertainty.NONE: "none",
        Uncertainty.PROPORTION: "Wilson",
        Uncertainty.COUNT: "exact Poisson on the count, spend known",
        Uncertainty.MEDIAN: "order statistics, none below 6 values",
        Uncertainty.SUM: "delta method on the logarithm, none below 10 customers",
        Uncertainty.MEAN: "delta method on the logarithm, none below 10 values",
        Uncertainty.RATIO: "delta method on the logarithm with the covariance, from post to post, none below 10 posts",
    },
    "fr": {
        Uncertainty.NONE: "aucun",
        Uncertainty.PROPORTION: "Wilson",
        Uncertainty.COUNT: "Poisson exact sur le nombre, dépense connue",
        Uncertainty.MEDIAN: "statistiques d’ordre, aucun sous 6 valeurs",
        Uncertainty.SUM: "méthode delta sur le logarithme, aucun sous 10 clients",
        Uncertainty.MEAN: "méthode delta sur le logarithme, aucun sous 10 valeurs",
        Uncertainty.RATIO: "méthode delta sur le logarithme avec la covariance, d’une publication à l’autre, aucun "
        "sous 10 publications",
    },
}


def page(code: str) -> str:
    """The page of one language, as Markdown."""
    words = WORDS[code]
    parts = [f"# {words['title']}", words["head"], *(section(kpi, language(code)) for kpi in KPIS), rules(code)]
    return "\n\n".join(parts) + "\n"


def section(kpi: Kpi, spoken: Language) -> str:
    """One KPI."""
    words, colon = WORDS[spoken.code], "\u00a0:" if spoken.code == "fr" else ":"
    lines = [
        f"## {spoken.text(kpi.label)} (`{kpi.id}`)",
        "",
        spoken.text(kpi.definition),
        "",
        f"- {words['formula']}{colon} {spoken.text(kpi.formula)}",
        f"- {words['interval']}{colon} {interval(kpi, spoken)}",
    ]
    if kpi.variant is not None:
        lines.append(f"- {words['variant']}{colon} {spoken.text(kpi.variant)}")
    if kpi.warning is not None:
        lines.append(f"- {words['warning']}{colon} {spoken.text(kpi.warning)}")
    return "\n".join(lines)


def rules(code: str) -> str:
    """The rules that hold for all of them."""
    spoken, colon = language(code), "\u00a0:" if code == "fr" else ":"
    lines = [f"- **{spoken.text(rule.title)}**{colon} {spoken.text(rule.text)}" for rule in RULES]
    return "\n".join([f"## {WORDS[code]['rules']}", "", *lines])


def interval(kpi: Kpi, spoken: Language) -> str:
    """Where its interval comes from."""
    if isinstance(kpi.expression, Method) and kpi.expression.interval is not None:
        return spoken.text(kpi.expression.interval)
    return INTERVALS[spoken.code][kpi.uncertainty]


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are stale."""
    stale = []
    for code in LANGUAGES:
        path = ROOT / "docs" / f"kpis.{code}.md"
        made = page(code)
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            stale.append(path.name)
            if "--check" not in arguments:
                path.write_text(made, encoding="utf-8")
    if stale and "--check" in arguments:
        print("stale:", ", ".join(stale), "- run python packaging/kpi_pages.py")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
