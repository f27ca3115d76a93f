"""
What pages say of the items of an agenda where they speak of the paragraphs of every other text.

The lines of an agenda are its items. Each phrase here takes the place of the same one that says "paragraph" for "item".
`acm_drafts.i18n` chooses it on the pages of an agenda, and the catalogues translate it as they do every other phrase.
"""

import re
from collections.abc import Mapping

from acm_drafts.negotiation.errors import N_


def pgettext(context: str, phrase: str) -> tuple[str, str]:
    """Mark a phrase for the catalogues in a context."""
    return context, phrase


def ungettext(singular: str, plural: str) -> tuple[str, str]:
    """Mark a phrase that counts for the catalogues."""
    return singular, plural


_PLACE = re.compile(r"(%\(\w+\)s)")
"""What a phrase is filled with keeps its name."""


def of_paragraphs(phrase: str) -> str:
    """Return what *phrase* is on the pages of other texts: "Reopen the item" is "Reopen the paragraph" there."""
    parts = _PLACE.split(phrase)
    parts[::2] = [
        re.sub(r"\b([Aa])n item", r"\1 paragraph", words)
        .replace("item", "paragraph")
        .replace("Item", "Paragraph")
        for words in parts[::2]
    ]
    return "".join(parts)


_PHRASES = (
    N_("item %(number)s"),
    N_("Permanent link to item %(number)s"),
    N_("Permanent link to this item"),
    N_("decide the proposals on this item first"),
    N_("decide first the proposal that joins this item to another one"),
    N_("this item is joined to another one by what was accepted"),
    N_(
        "Wait until they let go, or decide at a sitting, on the page of the item, and confirm there that it"
        " decides over them."
    ),
    N_("There is no such bracket in the item."),
    N_("Its item was reopened, %(day)s: what was agreed on it has ended."),
    N_("Its item was reopened."),
    N_("The item is still in the text: %(paragraph)s of %(draft)s."),
    N_("The item is now %(paragraph)s of %(draft)s, as amended by %(names)s."),
    N_("The item is now %(paragraph)s of %(draft)s, as amended since."),
    N_(
        "A silence procedure is read by the members of the body that is asked. That an item is under silence is said"
        " with it."
    ),
    N_("A sitting is read by the members of its body. What was agreed at a sitting is said with its item."),
    N_("A colleague decided on this item while you were reading it."),
    N_("Look at the item as it stands now, then decide again if you still wish to."),
    N_(
        "A draft of this status says that all its items are agreed at a level. Not agreed: %(count)s of "
        "%(all)s."
    ),
    N_(
        "A draft of this status says that all its items are agreed at a level. Not agreed: %(count)s of %(all)s, "
        "among them what was agreed and since declined at a sitting or broken under silence: %(numbers)s."
    ),
    N_("item %(number)s of %(symbol)s"),
    N_("an earlier item"),
    N_("This item does not stand in %(symbol)s, on which positions are taken now."),
    N_("Take a position on the item that took its place."),
    N_("Change the wording, or propose to keep the item as it is."),
    N_("Write the words that are to stand; to leave the item as it is, reject the proposals or defer them."),
    N_("That item belongs to another text."),
    N_("Open the item from the text you are working on."),
    N_("The item would hold a bracket without its partner."),
    N_("The item still holds brackets: it is not agreed."),
    N_("this item is agreed, and reopening it needs a reason"),
    N_("the next item is agreed, and reopening it needs a reason"),
    N_("Items under silence"),
    N_("Look at the item: it may be confirmed already, or reopened."),
    N_("The item is not agreed, so it cannot be reopened."),
    N_("Propose a change; an item that is open needs no reopening."),
    N_("The item cannot be reopened: %(what)s."),
    N_("The words “%(phrase)s” do not stand in the item as it reads now."),
    N_("Copy them from the item, one after the other and nothing left out."),
    N_("The words “%(phrase)s” stand %(count)s times in the item."),
    N_("The item is under silence until %(until)s: nothing else can be done to it meanwhile."),
    N_("The item is under a silence procedure that is suspended: nothing else can be done to it meanwhile."),
    N_(
        "The silence on the item ended at %(until)s, and its outcome is not recorded yet:"
        " nothing else can be done to it until it is."
    ),
    N_("The round cannot be closed: items of its draft are under silence until %(until)s."),
    N_("The round cannot be closed: items of its draft are under a silence procedure that is suspended."),
    N_(
        "The round cannot be closed: the silence on items of its draft ended at %(until)s, and its outcome is not"
        " recorded yet."
    ),
    N_("Look at how it stands now, and put the items under silence again if need be."),
    N_("Propose an amendment, or ask the Mission to put the item under silence again."),
    N_("Tell the Mission that you agree: it can put the item under silence again."),
    N_("Choose at least one item on which your delegation has broken the silence."),
    N_("Choose at least one item that is under this silence."),
    N_("For any other item, propose an amendment."),
    N_("only a sitting at Ministerial level, which can adopt the text, has an agenda of no item"),
    N_("an item is referred to a body, and only then is one chosen"),
    N_("A colleague recorded a result on this item while you were filling in yours."),
    N_("This item is not on the agenda of the sitting."),
    N_("The item is no longer in the text: no result can be recorded on it."),
    N_("An item with a result stays on the agenda (left out: %(count)s)."),
    N_("A small group deals with this item already."),
    N_("Choose another item, or take it out of that group first."),
    N_("The small group does not deal with this item."),
    N_("Look at its items as they are now."),
    N_("This is the only item of the small group."),
    N_("Write the words that you suggest for the item."),
    N_("A proposal that you named is not pending on this item."),
    N_("new item"),
    N_("Reopen the item"),
    N_("a new item"),
    N_("Pin the item to this source"),
    N_("a whole item"),
    N_("words of an item"),
    N_("item added"),
    N_("item taken out"),
    N_("one keeps the item, another changes it"),
    N_("two different places for one item"),
    N_("two items for one place, without an order"),
    N_("different splits, joins and moves of one item"),
    N_("an edit of an item that was not accepted"),
    N_("nothing would stand: propose to delete the item"),
    N_("the new item has no text"),
    N_("the new wording is empty; propose to delete the item instead"),
    N_("an item that is only proposed cannot be moved"),
    N_("no item of the same kind follows that could be joined"),
    N_("a counter-proposal is made on one item at a time"),
    N_("an item is referred to another body"),
    N_("it deals with one item at least"),
    N_("the compromise text was not put to the round on this item"),
    N_("silence procedure %(silence)s was broken twice by one delegation on one item"),
    N_("silence procedure %(silence)s has no item"),
    N_("small group %(group)s was never formed, or has no item"),
    N_("a decision on another item names a compromise text of small group %(group)s"),
    N_("Items not agreed"),
    N_("Items agreed at a level and since declined at a sitting or broken under silence"),
    N_("Items with brackets"),
    N_("an item without a number"),
    N_("The item is reopened: what was agreed on it has ended."),
    N_("It was agreed ad referendum with its item %(at_level)s, %(day)s."),
    N_("Its item was agreed ad referendum %(at_level)s, %(day)s."),
    N_("It was agreed with its item %(at_level)s, %(day)s."),
    N_("Its item was agreed %(at_level)s, %(day)s."),
    N_("Keep the item as it was before these words were put in brackets."),
    N_("Keep the item as it was before these changes."),
    N_("Keep the item as it stands."),
    N_("Join it with item %(number)s."),
    N_("Move it after item %(number)s."),
    N_("New item"),
    N_("item"),
    N_("item without a number"),
    N_("sub-item (a)"),
    N_("sub-item (i)"),
    N_("New item after it"),
    N_("New item before it"),
    N_("New items proposed after it"),
    N_("the new item that is proposed there"),
    N_("It concerns the new item that %(name)s proposes."),
    N_("It concerns a new item that is only proposed."),
    N_("Its item is no longer in %(draft)s."),
    N_("The item that it would follow is not in %(draft)s."),
    N_("The item stays as it is: %(paragraph)s of %(draft)s."),
    N_("They are one item now: %(paragraph)s of %(draft)s."),
    N_("That item is no longer in %(draft)s."),
    N_("The item is no longer in the text since %(draft)s."),
    N_("The new item that %(name)s proposes did not come into the text."),
    N_("New item at the beginning of the text"),
    N_("New item after item %(number)s"),
    N_("New item after %(words)s"),
    N_("The new item that it concerned did not come into the text."),
    N_("The item or place that it concerned is no longer in the text."),
    N_("What was accepted on its item settles it. That is recorded when the round is closed."),
    N_("Move the item %(place)s."),
    N_("Keep the item as it is."),
    N_("Maybe the same item, %(score)s %%"),
    N_("from item %(number)s of %(symbol)s"),
    N_("item %(number)s in %(symbol)s"),
    N_("Items"),
    N_("Item"),
    N_("Items in brackets"),
    N_("What is contested was agreed with its item, and stands."),
    N_("the whole item"),
    N_("to follow item %(number)s"),
    N_("with item %(number)s"),
    N_("Place among the new items there"),
    N_("A proposal on the item that it takes in is still pending: decide that first."),
    N_("its item, or its place, is no longer in the text; its sponsor confirms"),
    N_("It would stand after item %(number)s."),
    N_("Item %(number)s is joined to it."),
    N_("Delete the whole item."),
    N_("The item it is on is no longer in the text."),
    N_("An item that was deleted"),
    N_("%(kind)s: lapsed; its item, or its place, is no longer in the text."),
    N_("This item is agreed: reopening it needs a reason."),
    N_("The next item is agreed: reopening it needs a reason."),
    N_("after the new item “%(words)s”"),
    N_("Sub-item, as (a)"),
    N_("Item %(paragraph)s translated: %(subject)s"),
    N_("Draft of a proposal on item %(paragraph)s saved"),
    N_("%(proposal)s submitted on item %(paragraph)s"),
    N_("%(proposal)s entered from the floor on item %(paragraph)s"),
    N_("%(party)s holds a bracket in item %(paragraph)s"),
    N_("%(party)s let go of a bracket in item %(paragraph)s"),
    N_("%(proposal)s lifts a bracket in item %(paragraph)s over %(party)s, which held it"),
    N_("%(proposal)s no longer lifts the brackets in item %(paragraph)s that %(party)s holds"),
    N_("Item %(paragraph)s was agreed without a bracket that %(party)s held"),
    N_("%(party)s entered a reservation on item %(paragraph)s"),
    N_("%(party)s changed the words of its reservation on item %(paragraph)s"),
    N_("The reservation of %(party)s on item %(paragraph)s awaits instructions no more: it stands"),
    N_("%(party)s made its reservation on item %(paragraph)s known to all participants"),
    N_("%(party)s lets its reservation stand although item %(paragraph)s was changed"),
    N_("%(party)s withdrew its reservation on item %(paragraph)s"),
    N_("Item %(paragraph)s given to the small group “%(after)s”"),
    N_("Item %(paragraph)s taken from the small group “%(after)s”"),
    N_("%(party)s wrote a compromise text on item %(paragraph)s in a small group"),
    N_("Version %(after)s of the compromise text on item %(paragraph)s put to the round: %(party)s"),
    N_("The compromise on item %(paragraph)s follows version %(after)s of a compromise text of %(party)s"),
    N_("%(party)s began a discussion on item %(paragraph)s"),
    N_("%(party)s answered in a discussion on item %(paragraph)s"),
    N_("%(party)s resolved a discussion on item %(paragraph)s"),
    N_("%(party)s reopened a discussion on item %(paragraph)s"),
    N_("%(party)s took back a comment on item %(paragraph)s"),
    N_("%(proposal)s accepted on item %(paragraph)s: %(subject)s"),
    N_("%(proposal)s accepted in part on item %(paragraph)s: %(subject)s"),
    N_("%(proposal)s merged into a compromise on item %(paragraph)s: %(subject)s"),
    N_("%(proposal)s rejected on item %(paragraph)s: %(subject)s"),
    N_("%(proposal)s retained in brackets on item %(paragraph)s: %(subject)s"),
    N_("%(proposal)s deferred on item %(paragraph)s"),
    N_("Item %(paragraph)s agreed"),
    N_("Item %(paragraph)s reopened at the request of %(party)s; agreed until then: %(before)s"),
    N_("Agreement ad referendum on item %(paragraph)s confirmed by %(after)s (%(subject)s)"),
    N_("The agreement on item %(paragraph)s no longer counts"),
    N_("The reopening of item %(paragraph)s no longer counts"),
    N_("Agenda of a sitting changed, items before: %(before)s, now: %(after)s (%(subject)s)"),
    N_("Recorded on item %(paragraph)s: %(after)s (%(subject)s)"),
    N_("The Mission proposes to accept %(proposal)s on item %(paragraph)s"),
    N_("The Mission proposes to accept %(proposal)s in part on item %(paragraph)s"),
    N_("The Mission proposes to merge %(proposal)s into a compromise on item %(paragraph)s"),
    N_("The Mission proposes not to accept %(proposal)s on item %(paragraph)s"),
    N_("The Mission proposes to retain %(proposal)s in brackets on item %(paragraph)s"),
    N_("The Mission proposes to defer %(proposal)s on item %(paragraph)s"),
    N_("%(proposal)s submitted to lift the brackets in item %(paragraph)s"),
    N_("%(proposal)s recorded with the decision: consequential change in item %(paragraph)s"),
    N_("%(party)s supports item %(paragraph)s"),
    N_("%(party)s can live with item %(paragraph)s"),
    N_("%(party)s opposes item %(paragraph)s"),
    N_("%(party)s reserves its position on item %(paragraph)s"),
    N_("%(party)s awaits instructions on item %(paragraph)s"),
    N_("%(party)s takes no position on item %(paragraph)s any more"),
    N_("%(party)s supports the compromise text on item %(paragraph)s"),
    N_("%(party)s can live with the compromise text on item %(paragraph)s"),
    N_("%(party)s opposes the compromise text on item %(paragraph)s"),
    N_("%(party)s reserves its position on the compromise text on item %(paragraph)s"),
    N_("%(party)s awaits instructions on the compromise text on item %(paragraph)s"),
    N_("%(party)s takes no position on the compromise text on item %(paragraph)s any more"),
    N_("The item"),
    N_("Item %(number)s"),
    N_("Propose a new item after it"),
    N_("%(names)s would join this item to another one: decide that first."),
    N_("The Mission proposes that %(names)s joins this item to another one."),
    N_("Accepted in this round, %(names)s joins this item to another one."),
    N_(
        "It takes in item %(number)s, which was agreed ad referendum %(at_level)s on %(day)s. That "
        "agreement ends with it."
    ),
    N_("It takes in item %(number)s, which was agreed %(at_level)s on %(day)s. That agreement ends with it."),
    N_("It takes in item %(number)s, on which this round decided already."),
    N_("It is to be joined to another item, as accepted in this round"),
    N_("The Mission proposes to join it to another item"),
    N_("It joins this item to another one."),
    N_("After an item that is not in the text"),
    N_("Items beside which a corrigendum is named read otherwise now."),
    N_("Items are put under silence while a round runs on the text; none does."),
    N_("in round %(number)s the Mission proposes to join it to item %(paragraph)s"),
    N_("in round %(number)s the Mission proposes to join it to another item"),
    N_("round %(number)s decided to join it to item %(paragraph)s"),
    N_("round %(number)s decided to join it to another item"),
    N_("On these words of the item (empty: on all of it)"),
    N_("The item says other words than when it was entered."),
    N_("The item it was entered on is no longer in the text."),
    N_("The item it was entered on was divided, and a part of it is no longer in the text."),
    N_("%(names)s: one keeps the item as it is, another changes it."),
    N_("%(names)s move the item to different places."),
    N_("%(names)s put items at one place: say which comes first."),
    N_("This item is not shown in the room: not every delegation may read it yet."),
    N_("Say under “Place among the new items there” where each stands: 1 comes first."),
    N_("%(names)s: of different splits, joins and moves of one item only one can be made."),
    N_("%(names)s: the item that is to be changed is not in the text."),
    N_("%(names)s: made on an earlier wording of the item, whose later words would be lost."),
    N_("Accept %(name)s with it: it brings the item in."),
    N_("%(name)s, which was to bring the item in, was not accepted."),
    N_("Item agreed"),
    N_("Item reopened"),
    N_("The items are under silence: the members of the body are told."),
    N_("Items on the agenda: %(count)s"),
    N_("the item was agreed"),
    N_("Choose one item at least."),
    N_(
        "It is declared “%(status)s”, and some of its items are agreed ad referendum. Not confirmed: "
        "%(count)s of %(all)s."
    ),
    N_(
        "It is declared “%(status)s”, and not all of its items are agreed at a level here. Not agreed: "
        "%(count)s of %(all)s."
    ),
    N_(
        "Nothing: all items are agreed, no brackets are left, and no proposal waits for a decision. A sponsor may "
        "still be asked about words of an item that a level agreed."
    ),
    N_(
        "It is merged into %(name)s. Its sponsor can object until the next text is circulated; the item is then not "
        "agreed."
    ),
    N_(
        "Proposals whose sponsors were asked and have not answered, unless a level agreed the item after that"
    ),
    N_("No item is on the agenda. Record the attendance; then the text can be adopted at this sitting."),
    N_("No item is on the agenda. The text can be adopted at this sitting."),
    N_("No item is on the agenda: a sitting at Ministerial level can adopt the text."),
    N_(
        "Close a round and declare the next draft final. That needs every item agreed, so that no words are left in "
        "brackets."
    ),
    N_("%(name)s deletes the item"),
    N_("%(name)s divides the item"),
    N_("%(name)s joins another item to it"),
    N_("%(name)s moves the item"),
    N_(
        "Corr.%(numbers)s corrects the original. Wherever the text is read as corrected, this item stands in the "
        "original."
    ),
    N_("Confirm the agreement on item %(number)s"),
    N_("Once it is confirmed the item is agreed. A confirmation is not taken back: the item is reopened."),
    N_("Back to the item"),
    N_("Reopen item %(number)s"),
    N_("the request to reopen the item is granted; the proposal still waits for a decision."),
    N_(
        "The words stay as they are until something is decided on them. Who asked, and why, is told to all "
        "who read the text by the history of the item and the journal; who has a proposal on it or "
        "asked for this gets a notice."
    ),
    N_("The text holds an empty line, so it would be two items."),
    N_("Remove the empty line, or propose what follows it as a new item."),
    N_("The new item has no text yet."),
    N_("The item moves: %(place)s."),
    N_("The item stays as it is, against other proposals."),
    N_("A new item"),
    N_("Amend item %(number)s"),
    N_("The item that it follows in its new place."),
    N_("Put an empty line, or the mark ¶, where the item is to be divided. The words stay as they are."),
    N_("It takes in the next item"),
    N_("This item is agreed: to change it, say why it should be opened again."),
    N_(", the item is split here, "),
    N_("Item without a number"),
    N_(
        "The words alone do not tell whether it is one item amended. Until you say so, it counts as one "
        "deleted and one new."
    ),
    N_("You have said of each whether it is one item."),
    N_("The item would not be in the text"),
    N_("The item would read"),
    N_("Its item, no longer in the text"),
    N_("Contested, of items that are not in the text"),
    N_("open the item"),
    N_("Decide on item %(number)s"),
    N_("Words of the joined item"),
    N_(
        "Where proposals were accepted, the words as decided so far are agreed; each such item is marked "
        "below."
    ),
    N_("After item %(number)s"),
    N_("New item that %(name)s proposes"),
    N_("A new item that is only proposed"),
    N_("an item no longer in the text"),
    N_("Choose an item to amend"),
    N_("Proposals of others on your items"),
    N_(
        "No proposal of others waits for a decision on an item that you proposed on, as far as you may read"
        " them."
    ),
    N_("Each names who reads it. A new one is begun on the page of an item or of a proposal."),
    N_(
        "It is read as what should stand next after %(draft)s. Each item that differs is shown, to be "
        "ticked and corrected, and becomes one proposal."
    ),
    N_(
        "The working file is the draft in Word; each of its items carries its identity. Change it, with "
        "tracked changes or without, and bring it in here. Any other file will do too: its items are then "
        "recognised by their words."
    ),
    N_("Only what concerns one item."),
    N_("Items by section and state"),
    N_("The item is deleted."),
    N_("Reserve on this item or on words of it"),
    N_("Comment on this item or on words of it"),
    N_("Position of each delegation on each item"),
    N_("By item"),
    N_("All items"),
    N_("There is no such item."),
    N_("You do not read all proposals and positions: no item is told to you as nearly agreed."),
    N_("Items by section, and how far they have come"),
    N_("The text has no item."),
    N_("Agreed items by section and level"),
    N_("Ask for all of them, or choose another item."),
    N_(
        "Copied from the item. They are followed through later drafts; where they are amended away you are "
        "asked whether the reservation stands."
    ),
    N_("On an item or words of one: on the page of the item."),
    N_("Open the item"),
    N_("Put items under silence"),
    N_("Tick all items"),
    N_(
        "What nobody breaks until then is agreed at the end: %(body)s. A sponsor who contests a decision on"
        " an item meanwhile, or whoever holds a bracket that was lifted there, leaves that one open."
    ),
    N_("Put the broken items under silence again"),
    N_("On which items"),
    N_(
        "The whole item as you want it, one at a time. It becomes a proposal of your delegation with your reason "
        "on it: whoever may read proposals and their sponsors then knows who broke the silence."
    ),
    N_(
        "The whole item as you want it, one at a time. It becomes a proposal of your delegation with your reason "
        "on it: whoever may read proposals reads both."
    ),
    N_("What is withdrawn cannot be taken up; the items can be put under silence again."),
    N_("items with a result: %(done)s of %(all)s"),
    N_("A section puts all its items on the agenda. Their order can be changed afterwards."),
    N_("As decided so far the item is deleted."),
    N_(
        "The item is agreed as decided so far: that settles these when the round is closed, unless they are"
        " decided otherwise on its page."
    ),
    N_(
        "While they wait the item cannot be agreed: the Mission decides them on its page, naming this sitting."
    ),
    N_(
        "The item still holds brackets: it can be agreed once they are lifted, on its page, naming this "
        "sitting."
    ),
    N_("“Agreed” agrees the item as decided so far, in the words above, and names this sitting."),
    N_("asks to delete the item"),
    N_("From the item as it stands to what it asks for"),
    N_("Items:"),
    N_(
        "All participants are told its name, its facilitator and its items; who its members are and what "
        "they write, the members and the Mission alone."
    ),
    N_("The item as it stands"),
    N_("compared with the item"),
    N_("Compared with the item it was written on"),
    N_("Members, facilitator and items"),
    N_("Item to add"),
    N_("Add an item"),
    N_("Item to take out"),
    N_("Take out an item"),
    N_("at item %(number)s"),
    N_("Ask to reopen item %(number)s"),
    N_("Go to item"),
    N_("%(draft)s has no item %(number)s."),
)
_IN_CONTEXT = (pgettext("in a sentence", "item %(number)s"),)
# fmt: off (words in brackets of their own are not collected for the catalogues)
_TOGETHER = ungettext(
    "%(num)s item of %(symbol)s can be agreed as it stands: no change of it is pending and it holds no "
    "brackets.",
    "%(num)s items of %(symbol)s can be agreed as they stand: no change of them is pending and they "
    "hold no brackets.",
)
# fmt: on

_COUNTED = (
    ungettext("The agreement on %(num)s item is confirmed.", "The agreement on %(num)s items is confirmed."),
    ungettext("%(num)s item", "%(num)s items"),
    ungettext("item %(numbers)s in %(symbol)s", "items %(numbers)s in %(symbol)s"),
    ungettext("from item %(numbers)s of %(symbol)s", "from items %(numbers)s of %(symbol)s"),
    ungettext("%(num)s item unchanged", "%(num)s items unchanged"),
    ungettext("%(num)s item left out", "%(num)s items left out"),
    ungettext("%(num)s item amended", "%(num)s items amended"),
    ungettext("%(num)s item is agreed as it stands.", "%(num)s items are agreed as they stand."),
    ungettext(
        "The agreement on %(num)s item no longer counts.",
        "The agreement on %(num)s items no longer counts.",
    ),
    ungettext(
        "It takes in item %(number)s, on which %(num)s proposal is pending.",
        "It takes in item %(number)s, on which %(num)s proposals are pending.",
    ),
    ungettext("A proposal would join it to another item", "%(num)s proposals would join it to another item"),
    ungettext("A new item is proposed after it", "%(num)s new items are proposed after it"),
    ungettext("%(num)s new item decided at the sitting", "%(num)s new items decided at the sitting"),
    ungettext(
        "%(num)s other proposal is pending on this item",
        "%(num)s other proposals are pending on this item",
    ),
    ungettext("In %(num)s item", "In %(num)s items"),
    ungettext("%(num)s item.", "%(num)s items."),
    ungettext("%(num)s item needs a decision", "%(num)s items need a decision"),
    ungettext("%(num)s item in conflict", "%(num)s items in conflict"),
    ungettext(
        "%(num)s proposal would join it to another item: %(names)s.",
        "%(num)s proposals would join it to another item: %(names)s.",
    ),
    ungettext("There are no proposals on %(num)s item.", "There are no proposals on %(num)s items."),
    ungettext("Agree the rest: %(num)s item", "Agree the rest: %(num)s items"),
    ungettext("%(num)s item agreed in one act:", "%(num)s items agreed in one act:"),
    _TOGETHER,
    ungettext("Agree %(num)s item", "Agree %(num)s items"),
    ungettext("Undo the agreement on %(num)s item", "Undo the agreement on %(num)s items"),
    ungettext("%(num)s item, in order:", "%(num)s items, in order:"),
    ungettext(
        "opposed or position reserved on %(num)s item",
        "opposed or position reserved on %(num)s items",
    ),
    ungettext("%(agreed)s of %(num)s item agreed", "%(agreed)s of %(num)s items agreed"),
    ungettext("%(done)s of %(num)s item agreed", "%(done)s of %(num)s items agreed"),
    ungettext(
        "Under silence until %(after)s: item %(before)s (%(subject)s)",
        "Under silence until %(after)s: items %(before)s (%(subject)s)",
    ),
)

ITEM_PHRASES: Mapping[str, str] = {of_paragraphs(phrase): phrase for phrase in _PHRASES}
"""By the phrase that speaks of paragraphs, the one that speaks of items."""
ITEM_PHRASES_IN_CONTEXT: Mapping[tuple[str, str], str] = {
    (context, of_paragraphs(phrase)): phrase for context, phrase in _IN_CONTEXT
}
"""The same of phrases with a context."""
ITEM_COUNTS: Mapping[str, tuple[str, str]] = {of_paragraphs(counted[0]): counted for counted in _COUNTED}
"""The same of phrases that count, by their singular."""
