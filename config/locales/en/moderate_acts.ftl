# What those who take concerns do with one: forms, the small pages before an act, and what is said after it.
# Labels of fields: at most 45 characters; their descriptions: 100; titles of forms: 45.

case-acknowledged = **Acknowledged.** They see it with their code. Now please write a first answer.
case-replied = **Sent.** They read it with their code.
case-replied-all = **Sent to everyone who raised this matter.** Each reads it with their own code.
case-noted = **Noted,** for those who read this concern.
case-moved = **Done.** They read it with their code.
case-moved-all = **Done for all joined concerns.** Each reads it with their own code.
case-closed-now = **Closed.** They read the outcome with their code, and can say whether it helped. If somebody is left who did nothing in it, they can also ask for a second look.
case-closed-all = **All joined concerns are closed.** Each reads the outcome with their own code.
case-reopened = **Open again,** and yours to do. They read it with their code.
case-taken = **It is yours to do now.**
case-handed = **Handed over.** They are told that a concern waits for them, nothing else.
case-brought = **They can read it now,** and are told that a concern waits for them. Whoever wrote it sees their name.
case-joined = **Joined.** Only those who may read both see that.
case-parted = **Parted.** Each stands for itself again.
case-blocked = **Blocked.** Nobody was told who it is, and nobody can be.
case-lifted = **The block is lifted.**
case-done-already = **That was so already;** nothing was changed.
case-not-told = No message reaches them, though: they take none from this server. Please tell them that **/moderate cases** has something for them, and nothing else.
case-left-out = Not done for { $labels }: please open each and see why.

case-is-closed = This concern is closed. **Reopen** it first.
case-is-open = This concern is open; nobody needs to reopen it.
case-notes-full = There are a hundred notes on this concern already, and no more fit.
case-joined-full = No more concerns can be joined here.
case-words-missing = Please write a few words.
case-words-too-long = That is too long: at most { $most } characters.
case-unsaid-reached = Several people may be affected by this. Before it is closed, please say **who of them was reached**, or that nobody could be and why. Open the concern again and press **Close**.
case-unsaid-heard = This outcome goes against someone who is named. Before it is closed, please say **whether they were heard**. Open the concern again and press **Close**.
case-unsaid-why-not = The person this goes against was not heard. Before it is closed, please say **why not**. Open the concern again and press **Close**.
case-nobody-such = This person cannot be asked any more: they stopped taking concerns, lost the role, or should not read this one. Please choose again.

case-form-reply = Answer
case-form-note = Note
case-form-in-progress = We are working on it
case-form-asking = We need something from you
case-form-close = Close
case-form-reopen = Reopen
case-reply-opener = Begin by listening
case-reply-opener-hint = Your words follow the sentence you choose.
case-reply-no-opener = My own words only
case-reply-words = Your words
case-reply-words-hint = Say what happens next and by when. Never ask who they are.
case-note-words = Your note
case-note-words-hint = Only those who read this concern see it, with your name and the day.
case-move-words = A few words more
case-move-words-hint = They follow the sentence above. You can leave this empty.
case-they-read = They will read: *{ $sentence }*
case-all-notice = This goes to **everyone** who raised this matter, in the same words. None of them knows of the others: write nothing that only one of them told you.
case-outcome = What came of it
case-close-words = Words to whoever wrote it
case-close-words-hint = They also read a sentence about the outcome. Say nothing about anyone else.
case-close-all-words = Words to everyone who wrote
case-close-all-words-hint = The same for each. Nothing that only one of them told you.
case-reached = Who of those affected did you reach?
case-reached-hint = Several people may be affected. Or say why nobody could be reached. Only readers see this.
case-heard = Was the person who is named heard?
case-heard-hint = Needed if something was done about them, or it was passed on.
case-heard-yes = Yes, they could say how they see it
case-heard-no = No
case-why-not = If not, why?
case-why-not-hint = For example: hearing them would give away who wrote this. Only readers see this.

case-back = Back to the concern
case-choose-person = Choose a person
case-person-lead = Safeguarding lead
case-person-away = Away until { $day }
case-nobody-eligible = There is nobody to ask: everyone else who takes concerns is named in it, has stepped aside, or reads it already.
case-hand-over = ### Hand over { $label }
    It becomes this person's task, and they can read all of it. They are told that a concern waits for them, nothing else.
case-bring-in = ### Bring somebody in on { $label }
    They can read all of it from now on. Whoever wrote it sees their name.
case-join = ### Join { $label } with another concern
    Both are about the same matter. Neither writer learns of the other, and nobody sees the other concern who may not read it anyway.
case-join-choose = Choose a concern
case-join-none = There is no other concern that you may read.
case-join-more = These are the { $count } most pressing; there are more.
case-part = ### Part { $label } from another concern
case-matter-none = It is joined with no concern that you may read.
case-matter-page = ### Everyone who raised this matter
    What you do here is done for { $label } and for all of these. Each writer gets it for themselves and learns of no other.
case-acknowledge-all = Acknowledge all
case-reply-all = Reply to all
case-close-all = Close all

case-aside-sure = ### Step aside from { $label }?
    From now on you see nothing of it: no card, no page, no line in the log. **There is no way back.** Others go on with it; if nobody else is left, it goes to the safeguarding lead.
case-aside-yes = Yes, step aside
case-aside-done = **You have stepped aside.** You see nothing of it from now on. Thank you for being careful.
case-aside-nobody = Nobody else could read it then, and it would be lost. Please hand it over first: **Something else**, **Hand it over** or **Bring somebody in**.

case-block-sure = ### Block whoever wrote { $label }?
    They cannot send another concern for 30 days; they are told so, and given the outside contact. Nobody learns who it is, neither you nor the bot's files. Help lines stay open to them, and so does the conversation of this concern.
    Its **limits:** only the running bot knows it. When the bot restarts, the block is gone; and somebody else on the same account is blocked too.
    It is for someone who writes to hurt, never for someone who is tiring.
case-block-yes = Yes, block
case-block-unknown = The bot does not know any more who wrote this: it was restarted since, or too much time has passed. So nobody can be blocked from here.
