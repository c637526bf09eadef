"""How does outside text become harmless before it is filed? The one function that every draft passes.

After it no text field can do anything but be read: shown *unescaped* in a page it would make no element. Words stay as
they were printed: nothing is normalised, `a < b` and `&amp;` stay what they are, ZWJ and ZWNJ stay.
What changes: tags are taken out (with what stood in scripts and styles), a `<` that would open a tag but never closes
gets a space after it; control characters, lone surrogates, noncharacters and direction controls without a partner go;
runs of spaces, tabs and line ends become one space, or one "\\n" between paragraphs; what is too long is cut.
"""

from __future__ import annotations

import re
from dataclasses import replace

import nh3

from warraq.errors import Unreadable
from warraq.language import markup
from warraq.press import Draft, Moment

TITLE_MAX = 1_000  # characters, as all these
BODY_MAX = 1_000_000
ABSTRACT_MAX = 5_000
NAME_MAX = 200
NAMES_MAX = 100  # authors, keywords
URL_MAX = 4_000
_FIRST_YEAR, _LAST_YEAR = 1800, 2200  # the first Arabic newspaper is of 1828

_ROUNDS = 5
# html5ever's time grows faster than nesting; past this many brackets the blunt way is taken at once.
_MAX_BRACKETS = 2_000

# C0 and C1 controls but for tab, line feed and carriage return; lone surrogates; noncharacters; the byte order mark.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BREAKS = re.compile(
    r"<(?:br|hr|/?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article))\b[^<>]*>", re.IGNORECASE
)
_RAW_NAMES = r"(script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext|template)\b"
_RAW = re.compile(rf"<{_RAW_NAMES}[^<>]*>", re.IGNORECASE)
_RAW_END = re.compile(rf"</{_RAW_NAMES}", re.IGNORECASE)
_DROPPED_WHOLE = frozenset(["script", "style"])
_WHOLE_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")

# What is left alone when none of these is there, but for runs of spaces and line ends.
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff<\u2028-\u202e\u2066-\u2069]"
)

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
# Only what would change: most texts hold thousands of single spaces, and few of anything else.
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_PARAGRAPH_ENDS = re.compile(r" \n[ \n]*|\n[ \n]+")

_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
# An address with any of these is kept only in its normalised, percent-encoded form.
_NOT_IN_ADDRESS = re.compile(
    r"[\s<>\"'`\\{}|^\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def sanitised(draft: Draft) -> Draft:
    """The draft as it may be filed. Idempotent: sanitised(sanitised(d)) == sanitised(d).

    Raises: Unreadable if the draft's own address is not http(s); "" (an import that has none) stays "".
    """
    url = _address(draft.url) if draft.url else ""
    if url is None:
        raise Unreadable("the address of the article is not an http(s) address")
    return replace(
        draft,
        url=url,
        title=line(draft.title, limit=TITLE_MAX),
        body=paragraphs(draft.body, limit=BODY_MAX),
        abstract=paragraphs(draft.abstract, limit=ABSTRACT_MAX) or None if draft.abstract else None,
        authors=_names(draft.authors),
        published=_moment(draft.published),
        updated=_moment(draft.updated),
        label=_name(draft.label),
        language=_name(draft.language),
        image=_address(draft.image) if draft.image else None,
        keywords=_names(draft.keywords),
    )


def line(text: str, *, limit: int) -> str:
    """Plain text on one line, at most `limit` characters."""
    return _settled(text, limit, one_line=True)


def paragraphs(text: str, *, limit: int) -> str:
    """Plain text with one "\\n" between paragraphs, at most `limit` characters."""
    return _settled(text, limit, one_line=False)


def _settled(text: str, limit: int, *, one_line: bool) -> str:
    """Clean until nothing changes: taking something out may bring together what was apart (`<<b>script>`)."""
    if len(text) <= limit and not _is_suspect(text, one_line=one_line):
        return text
    for _ in range(_ROUNDS):
        cleaned = _cleaned(text, limit, one_line=one_line)
        if cleaned == text:
            return text
        text = cleaned
    # Something built to outlast the rounds: no bracket and no direction control is owed to it.
    return _tidied(_CONTROLS.sub("", text.replace("<", "")), limit, one_line=one_line)


def _is_suspect(text: str, *, one_line: bool) -> bool:
    """Whether any step of cleaning could change the text: one pass over what nearly always is clean already."""
    if _SUSPECT.search(text) or "  " in text or (one_line and "\n" in text):
        return True
    return ("\n" in text and (" \n" in text or "\n " in text or "\n\n" in text)) or text != text.strip(" \n")


def _cleaned(text: str, limit: int, *, one_line: bool) -> str:
    text = _UNPRINTABLE.sub("", text)
    if _OPENS_TAG.search(text):
        text = _without_tags(text)
    text = _tidied(text, limit, one_line=one_line)
    return _balanced(text) if _CONTROLS.search(text) else text


def _tidied(text: str, limit: int, *, one_line: bool) -> str:
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _PARAGRAPH_ENDS.sub("\n", text).strip(" \n")
    if one_line:
        text = text.replace("\n", " ")
    return text[:limit].rstrip(" \n")


def _without_tags(text: str) -> str:
    text = _BREAKS.sub("\n", text)
    if text.count("<") > _MAX_BRACKETS:
        return _OPENS_TAG.sub("", _WHOLE_TAG.sub("", text))
    text = _unclosed(text)
    # Entities must come out as they went in, so their ampersand is hidden from the parser.
    cleaned = nh3.clean(text.replace("&", "&amp;"), tags=set(), clean_content_tags=set(_DROPPED_WHOLE))
    return cleaned.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unclosed(text: str) -> str:
    """Keep the parser from swallowing the rest of a text for a tag or comment that never ends."""
    last = {tag.group(1).lower(): tag.start() for tag in _RAW_END.finditer(text)}
    text = _RAW.sub(lambda tag: tag.group() if last.get(tag.group(1).lower(), -1) > tag.start() else "", text)
    last_close = text.rfind(">")
    head, tail = text[: last_close + 1], text[last_close + 1 :]
    tail = _OPENS_TAG.sub("< ", tail)
    if "<!--" in head and "-->" not in head[head.rfind("<!--") :]:
        start = head.rfind("<!--")
        head = f"{head[:start]}< {head[start + 1 :]}"
    return head + tail


def _balanced(text: str) -> str:
    """Each paragraph without the direction controls that lack their partner in it (UAX #9, BD9 to BD11)."""
    return "\n".join(_balanced_line(one) for one in text.split("\n"))


def _balanced_line(text: str) -> str:
    unpaired: set[int] = set()
    open_: list[tuple[str, int]] = []
    for match in _CONTROLS.finditer(text):
        control, at = match.group(), match.start()
        if control in _EMBEDDINGS or control in _ISOLATES:
            open_.append((control, at))
        elif control == _POP_EMBEDDING:
            if open_ and open_[-1][0] in _EMBEDDINGS:
                open_.pop()
            else:
                unpaired.add(at)
        elif any(opener in _ISOLATES for opener, _ in open_):
            while open_[-1][0] not in _ISOLATES:  # an isolate's end also ends the embeddings inside it
                unpaired.add(open_.pop()[1])
            open_.pop()
        else:
            unpaired.add(at)
    unpaired.update(at for _, at in open_)
    return "".join(char for at, char in enumerate(text) if at not in unpaired) if unpaired else text


def _name(text: str | None) -> str | None:
    return line(text, limit=NAME_MAX) or None if text else None


def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    cleaned = (line(text, limit=NAME_MAX) for text in texts[:NAMES_MAX])
    return tuple(dict.fromkeys(text for text in cleaned if text))


def _moment(moment: Moment | None) -> Moment | None:
    """The date with its printed string cleaned; none where no newspaper can have been printed (a clock's zero, 9999)."""
    if moment is None or not _FIRST_YEAR <= moment.at.year <= _LAST_YEAR:
        return None
    return replace(moment, printed=_name(moment.printed)) if moment.printed else moment


def _address(url: str) -> str | None:
    """The address if it is http(s), as it was written where that is safe; else its normalised form, or `None`."""
    if len(url) > URL_MAX:
        return None
    normalised = markup.link(url, "")
    if normalised is None or len(normalised) > URL_MAX * 3:
        return None
    return normalised if _NOT_IN_ADDRESS.search(url) else url
