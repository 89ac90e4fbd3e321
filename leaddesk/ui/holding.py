"""What an import is made of: the files that are held, those that wait to be taken in, and what taking them came to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from leaddesk.text import msg
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from leaddesk.errors import LeadDeskError
    from leaddesk.ingest.comparison import Comparison
    from leaddesk.ingest.importer import ImportResult, SheetCount
    from leaddesk.model.action import Action, Change
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.erasure import Erasure
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.model.stages import StageMap
    from leaddesk.model.state import State
    from leaddesk.text import Message
    from leaddesk.workspace.document import Document


@dataclass(frozen=True, eq=False, slots=True)
class Holding:
    """One imported file: its raw cells for ever, and the recipe in force."""

    id: UUID
    raw: RawFile
    recipe: Recipe
    noticed: tuple[Issue, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Foreseen:
    """What files that are ``held`` gave together, worked out before the last of them were taken in: it need not be
    again, if they are taken just so.
    """

    held: tuple[Holding, ...]
    stage_map: StageMap
    result: ImportResult

    def is_of(self, held: Sequence[Holding], stage_map: StageMap) -> bool:
        """Whether these files, read in this way, give the same: they are the same files with the same recipes."""
        return (
            self.stage_map == stage_map
            and len(self.held) == len(held)
            and all(
                (one.id, one.recipe) == (other.id, other.recipe) and one.raw is other.raw
                for one, other in zip(self.held, held, strict=True)
            )
        )


@dataclass(frozen=True, eq=False, slots=True)
class Pending:
    """Files that were read and what is proposed for each, before they are taken in. A recipe without a day gets the one
    that its dates tell when it is taken in. ``others``: other recipes for files that are in already (a merge of values
    reaches them too). ``failed``: why further files could not be read. ``edits``: cells where a file's word goes before
    what the user set by hand. ``again``: they are in, and are to be read in another way.
    ``about``: the finding because of which the user looks at them.
    """

    files: tuple[Holding, ...]
    needs_confirmation: bool
    today: dt.date
    others: Mapping[UUID, Recipe] = field(default_factory=dict)
    failed: tuple[LeadDeskError, ...] = ()
    edits: tuple[Change, ...] = ()
    again: bool = False
    about: Issue | None = None
    foreseen: Foreseen | None = None

    def held(self, import_id: UUID) -> Holding:
        """One of the files.

        :raises KeyError: when it is none of them.
        """
        for one in self.files:
            if one.id == import_id:
                return one
        raise KeyError(import_id)

    def with_recipe(self, import_id: UUID, recipe: Recipe) -> Pending:
        """The same with another recipe for one file."""
        files = tuple(replace(held, recipe=recipe) if held.id == import_id else held for held in self.files)
        return replace(self, files=files)


@dataclass(frozen=True, eq=False, slots=True)
class Taken:
    """What a job worked out, for :meth:`Desk.adopt`.

    ``fresh``: it takes the place of what was open. ``held`` are all files that are in, ``built`` what they gave;
    ``counts`` says how many rows each sheet gave; ``actions`` are new ones (all of them, when fresh); ``files`` are
    those whose raw cells are not written yet. ``version``: an earlier version of the same document, whose content takes
    the place of what it holds. ``only_read``: why the ``document`` can only be looked at. ``together``: all of the
    actions are written or none, as they are the merge of a copy. ``state``: what follows from all of it, if nothing was
    done after the action ``head`` meanwhile. ``erasure``: what went, out of all that was done too; ``away``: all files
    without it.
    """

    held: tuple[Holding, ...]
    built: Dataset
    issues: tuple[Issue, ...]
    actions: tuple[Action, ...]
    counts: tuple[SheetCount, ...] = ()
    files: tuple[Holding, ...] = ()
    fresh: bool = False
    summary: Message | None = None
    document: Document | None = None
    only_read: LeadDeskError | None = None
    is_sample: bool = False
    version: Document | None = None
    together: bool = False
    state: State | None = None
    head: UUID | None = None
    erasure: Erasure | None = None
    away: Mapping[UUID, Holding] = field(default_factory=dict)

    @property
    def notice(self) -> Notice | None:
        """What to tell when it took the place of what was open."""
        if self.summary is None:
            return None
        if self.version is None:
            return Notice(Tone.INFO, self.summary, details=self.issues)
        hint = msg("The work as it was before is kept as a version too.")
        return Notice(Tone.SUCCESS, self.summary, hint, offer=msg("Go back to it…"), command="restore")

    @property
    def is_by_hand(self) -> bool:
        """Whether no file came in: only rows typed by hand, or nothing."""
        return all(one.raw.format == "typed" for one in self.files)

    @property
    def remarks(self) -> tuple[Issue, ...]:
        """What to tell of the files that were taken in: of a row typed by hand, nothing."""
        return () if self.is_by_hand else self.issues


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """What taking one file in as its recipe says would come to: all that would be noticed, its rows counted (and those
    of other files that are to be taken in with it), the day on which it was true as far as its dates tell, and how its
    lists of leads lie over those before.
    """

    issues: tuple[Issue, ...]
    counts: Mapping[UUID, tuple[SheetCount, ...]]
    as_of: dt.date | None = None
    comparisons: tuple[Comparison, ...] = ()
