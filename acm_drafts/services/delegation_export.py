"""
Export of all that a delegation gave at a meeting, for whoever speaks in its name, and for the Mission on request.

It is read at one moment, and holds nothing that its reader does not read on a page.
"""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from acm_drafts.documents.write import delegation_export
from acm_drafts.documents.write.delegation_export import ExportFile
from acm_drafts.negotiation.errors import NoSuchParty
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, Facts, may, require
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.backup import snapshot
from acm_drafts.store.database import utcnow
from acm_drafts.store.delegation_export import LISTS, load_export
from acm_drafts.store.meetings import get_meeting, texts_for
from acm_drafts.store.people import find_parties, find_party
from acm_drafts.store.records import Party
from acm_drafts.text.language import Language


def parties_to_export(session: Session, actor: Actor, meeting: int) -> list[Party]:
    """
    Return the delegations and groups of which *actor* may take the export at a meeting, by code.

    All for the Mission, which learns by that of none whether it gave anything. One query.
    """
    own = actor.at(meeting).parties(*SPEAKS)
    everybody = may(actor, Act.TAKE_EXPORT, Facts(meeting=meeting))
    return [
        party
        for party in find_parties(session)
        if party.kind != PartyKind.MISSION and (everybody or party.id in own)
    ]


def delegation_archive(
    engine: Engine, actor: Actor, meeting: int, code: str, *, language: Language = Language.EN
) -> bytes:
    """
    Return all that the delegation or group with *code* gave at a meeting as a ZIP archive; its README in *language*.

    Raises NotFound for no such meeting, NoSuchParty, NotPermitted.
    """
    with snapshot(engine) as connection, Session(connection) as session:
        held = get_meeting(session, meeting)
        party = find_party(session, code)
        if party is None or party.kind == PartyKind.MISSION:
            raise NoSuchParty(code=code[:20])
        require(actor, Act.TAKE_EXPORT, Facts(meeting=meeting, party=party.id))
        texts = [
            text.communique
            for text in texts_for(session, actor)
            if text.meeting.id == meeting and text.readable
        ]
        export = load_export(session, actor, meeting, party, texts)
        names = {row["file"]: row["name"] for row in export.rows["input_files"]}
        file = ExportFile(
            code=party.code,
            name=credited_name(party, language.value),
            meeting=held.title if str(held.year) in held.title else f"{held.title} {held.year}",
            moment=utcnow().isoformat(timespec="seconds"),
            fields=LISTS,
            rows=export.rows,
            files={(key, names[key]): data for key, data in export.files.items()},
            drafts=party.id in actor.at(meeting).own_parties(),
        )
    return delegation_export.render(file, language)
