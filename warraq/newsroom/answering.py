"""What is a request answered by? The decisions that its answer names, and whose site proves who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warraq.crawling import urls
from warraq.errors import DecisionError
from warraq.newsroom.deciding import Bench
from warraq.newsroom.proving import prove, prove_by_record
from warraq.ports.archive import Archive
from warraq.ports.fetcher import Fetcher
from warraq.ports.names import Names
from warraq.press import ArticleId, Claim, Decision, DecisionKind, Source


@dataclass(frozen=True, slots=True)
class Answer:
    """What is done about a request's article, its picture, names in it (`everywhere`: in all articles), or a whole paper
    (`optout`: its slug). `reason` is public, `note` is never shown, `by` the office."""

    reason: str
    by: str
    withhold: bool = False
    hide: bool = False
    delist: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    everywhere: bool = False
    reply: str | None = None
    signed: str | None = None
    optout: str | None = None
    note: str | None = None


def decisions(bench: Bench, claim: Claim, said: Answer) -> list[Decision]:
    """The decisions that the answer names. Raises: DecisionError for a picture that is not there; ArchiveError."""
    article, reason, by, note = claim.article, said.reason, said.by, said.note
    made: list[Decision] = []
    if said.withhold:
        made.append(Decision(DecisionKind.WITHHOLD, reason, by, article=article, note=note))
    if said.hide:
        picture = bench.pictures.of([article]).get(article) if article is not None else None
        if picture is None:
            raise DecisionError(
                f"the article of request {claim.number} shows no picture",
                "shows_no_picture",
                number=str(claim.number),
            )
        made.append(Decision(DecisionKind.HIDE, reason, by, picture=picture.id, note=note))
    of: tuple[ArticleId, ...] = () if said.everywhere or article is None else (article,)
    for kind, names in ((DecisionKind.DELIST, said.delist), (DecisionKind.MASK, said.mask)):
        made += [Decision(kind, reason, by, name=name, articles=of, note=note) for name in names]
    if said.optout:
        made.append(Decision(DecisionKind.OPT_OUT, reason, by, source=said.optout, note=note))
    if said.reply is not None:
        reply = {"article": article, "text": said.reply, "signed": said.signed}
        made.append(Decision(DecisionKind.REPLY, reason, by, note=note, **reply))  # type: ignore[arg-type]
    return made


def host(archive: Archive, sources: Mapping[str, Source], claim: Claim, slug: str | None) -> str:
    """The own host of the paper whose article the request is about, else of the one that a person names.

    Raises: DecisionError where there is none, or where the request is about another paper's article.
    """
    article = archive.article(claim.article) if claim.article is not None else None
    if article and slug not in (None, article.draft.source):
        raise DecisionError(
            f"request {claim.number} is about an article of {article.draft.source}, not of {slug}",
            "of_another_paper",
            number=str(claim.number),
            paper=article.draft.source,
        )
    if article is None and slug is None:
        raise DecisionError(
            f"request {claim.number} is about no article: name the paper that asks with --paper",
            "which_paper",
            number=str(claim.number),
        )
    slug = article.draft.source if article else slug
    if article is None and (newest := archive.newest(limit=1, source=slug)):
        article = archive.article(newest[0].id)
    paper = sources.get(slug or "")
    address = (paper.homepage if paper else None) or (article.draft.url if article else "")
    name = urls.host(address).rpartition(":")[0]
    if not name:
        raise DecisionError(
            f"request {claim.number} is about no paper whose address is known",
            "no_address",
            number=str(claim.number),
        )
    return name


async def looked(fetcher: Fetcher, names: Names, name: str, token: str) -> str:
    """By which file, or else by which record, the publisher is known. Raises: DecisionError where there is neither."""
    found = await prove(fetcher, name, token)
    if found.problem is None:
        return f"the file {found.address}"
    written = await prove_by_record(names, name, token)
    if written.problem is None:
        return f"the TXT record of {written.address}"
    raise DecisionError(
        f"{found.address} proves nothing: {found.problem}; nor does a TXT record of {written.address}: "
        f"{written.problem}; or confirm a mail from {name} with --mail",
        "unproven",
        file=found.address,
        file_why=f"proof_{found.kind}",
        record=written.address,
        record_why=f"proof_{written.kind}",
        host=name,
    )


def by_mail(name: str, whose: str) -> str:
    """The proof that a mail from the paper's domain is, on the word of who read it."""
    return f"mail from {name}: {whose}"
