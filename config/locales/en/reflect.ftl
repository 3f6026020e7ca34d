# /facilitate reflect: what a facilitator writes for nobody else, and what they hope a check-in will show.

facilitate-reflect-description = A question for you alone, and what you hope a check-in will show

reflect-desk =
    ### A question for you alone
    > { $prompt }
reflect-promise = -# Nobody else in this group can open what you write here: no other facilitator, no moderator, no administrator. It is kept, sealed, until you erase it. Discord receives what you type; whoever hosts this bot has its files and keys, and could read it.
reflect-written = Kept, for you alone. That is enough for today, if you like.
reflect-former =
    ### What you wrote for yourself
    You are not a facilitator here any more. It is still yours: read it, take it with you, or erase it.
reflect-button-write = Write
reflect-button-another = Another question
reflect-button-hopes = Hopes and results
reflect-button-list = What I wrote
reflect-button-desk = Back to the question

reflect-form = For you alone
reflect-form-words = What comes to mind
reflect-form-words-note = Nobody else in this group can open it. Leave names out all the same.

# What was written

reflect-list = ### What you wrote, the last first
reflect-list-none =
    ### What you wrote
    Nothing so far, or it was erased.
reflect-list-choose = Read one
reflect-option = { $day } · { $about }
reflect-option-hope = What you hoped of { $title }
reflect-option-hope-gone = What you hoped of a check-in that is gone
reflect-entry = **{ $about }**
reflect-entry-day = -# Written on <t:{ $day }:D>.
reflect-button-newer = Newer
reflect-button-older = Older
reflect-button-export = Take it with me
reflect-button-erase = Erase this one
reflect-button-erase-all = Erase all of it
reflect-gone = This is no longer there: it was erased.

reflect-ask-one =
    ### Erase this one for good?
    Nobody in the group can bring it back.
reflect-ask-all =
    ### Erase all you wrote here for good?
    Answers and hopes. Nobody in the group can bring them back, and a hope for a check-in that has closed can't be written again.
reflect-button-erase-now = Erase it now
reflect-button-keep = Keep it
reflect-erased-all = All that you wrote here was erased.

reflect-export = Here is all that you wrote, in a file. It goes away with this message: save it if you want to keep it.
reflect-file-title = What you wrote for yourself in this group, up to { $day }
reflect-file-entry = { $day }: { $about }

# What is hoped of a check-in

reflect-hopes =
    ### Hopes and results
    While a check-in is open you can write down what you hope it will show. When it closes this is fixed, and you see it beside the result, for you alone.
reflect-hopes-open = Write what you hope
reflect-hopes-none-open = -# No check-in is open right now.
reflect-hopes-closed = See it beside the result
reflect-hope-option = { $title } · #{ $channel }
reflect-hope-option-written = You wrote something. You can still change it.
reflect-hope-option-unwritten = Nothing written yet
reflect-hope-form = What you hope for
reflect-hope-form-notice = **{ $title }**. It is fixed when the check-in closes, <t:{ $closes }:F>.
reflect-hope-form-words = What do you hope it will show?
reflect-hoped = Kept, for you alone: what you hope “{ $title }” will show. You can change it until the check-in closes.
reflect-beside = ### What you hoped “{ $title }” would show
reflect-beside-day = -# Written on <t:{ $day }:D>, before anybody could see the answers. What is different, and what might have made it so? Please do not guess who.

# What cannot be done

reflect-empty = There were no words in it, so nothing was kept.
reflect-too-long = That is more than { $most } characters, so nothing was kept. Please shorten it.
reflect-full = You have written { $most } answers, as many as there is room for. Nothing is dropped unasked: please take them with you, erase some, and write this one again.
reflect-hope-too-late = This check-in is over, and its answers may be seen. What was hoped of it stays as it was written before, or unwritten.

# /privacy

privacy-kept-reflections = **What facilitators write for themselves.** Their answers to /facilitate reflect, what they hoped of check-ins, and how far they are with the questions: sealed for each of them apart, until they erase it. Nobody else in the group can see it; whoever hosts this bot could read it with its files and keys. What a group was told after a check-in is kept without a name.
privacy-reflections-written =
    { $count ->
        [one] You wrote 1 thing for yourself. You can read it and take it with you with /facilitate reflect.
       *[other] You wrote { $count } things for yourself. You can read them and take them with you with /facilitate reflect.
    }
