"""The exports that are known, the more particular before the more general of one program.

Data alone: :mod:`leaddesk.ingest.exports` looks things up in it. Each entry is proven by a file in
``tests/data/exports``; ``tests/ingest/exports/SOURCE.md`` says where its headers were seen.
"""

from __future__ import annotations

from typing import Final

from leaddesk.ingest.products import advertising, audience, crm

PRODUCTS: Final = (*crm.PRODUCTS, *advertising.PRODUCTS, *audience.PRODUCTS)
