# The rehearsal: its page in the browser, and what the invented people say.

rehearsal-title = Common Ground: rehearsal
rehearsal-heading = Rehearsal
rehearsal-tagline = An invented group on this computer. Nobody here is real, nothing leaves this machine, and all of it is gone when you stop.
rehearsal-open = The rehearsal is open at { $url }  (Ctrl-C ends it, and everything in it is gone)
rehearsal-port-taken = Port { $port } is in use on this computer. Try another one: common-ground rehearse --port { $other }
rehearsal-preparing = Setting up an invented group …

rehearsal-you-are = You are
rehearsal-members = Members
rehearsal-moderators = Moderators
rehearsal-facilitators = Facilitator
rehearsal-administrators = Administrator
rehearsal-you-look-at = You look at
rehearsal-room-group = # group
rehearsal-room-moderators = # moderators
rehearsal-room-facilitators = # facilitators
rehearsal-room-direct = direct messages with the bot
rehearsal-new = new
rehearsal-where = { $person } in { $room }
rehearsal-choose-person = Who you are and what you look at
rehearsal-window = The channel, as this person sees it

rehearsal-clock = The group's clock
rehearsal-clock-still = It stands still until you move it.
rehearsal-hour = + 1 hour
rehearsal-day = + 1 day
rehearsal-week = + 1 week
rehearsal-moved = The clock was moved. Whatever was due has happened.

rehearsal-try = What to try
rehearsal-try-typing = Type / in the message box to see the commands of the person you are.
rehearsal-try-member-agree = Press “I agree” below the agreement.
rehearsal-try-member-agreement = Type /agreement to read it by yourself, suggest a change, or withdraw.
rehearsal-try-member-concern = Type /concern, or raise one about a message with the button below.
rehearsal-try-member-checkin = After Fay has started a check-in, answer it. Then move the clock to its end.
rehearsal-try-member-privacy = Type /privacy to see what is kept about you, take it with you, or erase it.
rehearsal-try-moderator-cases = Move the clock on: the card of a concern comes at the next delivery time. Then press “Open”.
rehearsal-try-moderator-mine = Type /moderate cases to see what waits for you.
rehearsal-try-moderator-signals = Type /moderate signals for early warnings.
rehearsal-try-moderator-impact = Type /moderate impact, write down what was done, and let the next check-in ask whether it helped.
rehearsal-try-facilitator-start = Type /facilitate checkin start to start a check-in.
rehearsal-try-facilitator-schedule = Type /facilitate checkin schedule, then move the clock by a week.
rehearsal-try-facilitator-heard = After a result, type /facilitate heard and tell the group what you heard.
rehearsal-try-facilitator-reflect = Type /facilitate reflect while a check-in is open, and write down what you hope for.
rehearsal-try-facilitator-card = Type /facilitate card for a short card on ethics.
rehearsal-try-facilitator-edit = Type /facilitate agreement edit and reword a clause. Publish it, then be a member who had agreed.
rehearsal-try-facilitator-history = Type /facilitate agreement history to read every version, or take one back within an hour.
rehearsal-try-facilitator-agreement = Type /facilitate agreement status to see how many agreed.
rehearsal-try-administrator-show = Type /setup show to see every setting and change it.
rehearsal-try-administrator-check = Type /setup check to see what the bot is missing.
rehearsal-try-administrator-erase = Type /setup erase, be told as a moderator, and call it off with /setup show.

rehearsal-concern = Message menu
rehearsal-concern-about = Message
rehearsal-concern-none = Nobody has written anything here that this person can see.
rehearsal-concern-raised = The panel is in the channel. Only this person sees it.
rehearsal-concern-form = Discord would open a form now. Please use the command instead.
rehearsal-others = The other members
rehearsal-others-explained = Eight invented members answer the open check-in, each in their own way. Mia and Noor leave theirs to you.
rehearsal-others-answer = Let them answer
rehearsal-others-answered =
    { $count ->
        [0] Nobody could answer: there is no open check-in, or they have answered already.
        [one] One invented member has answered.
       *[other] { $count } invented members have answered.
    }

rehearsal-restart-heading = The bot
rehearsal-restart-explained = A restart loses what the bot had in mind, and nothing that it keeps: every button, open form and date goes on.
rehearsal-restart = Restart the bot
rehearsal-restarted = The bot was restarted. Go on where you were: nothing is lost.

rehearsal-busy = Something else is still under way. Please try again in a moment.
rehearsal-failed = That did not work. Please try again; if it goes on, stop the rehearsal and start it anew.
rehearsal-no-script = This page needs JavaScript, which comes from this computer only.

# What the invented people have said before you come in

rehearsal-said-theo = Good to see everyone. How has the week been?
rehearsal-said-ines = Hard, but I am here.
rehearsal-said-sam = Did you hear what Lena said about her brother last night? I told my cousin, who works with him.
rehearsal-outside-contact = The Harbour Trust, 020 7946 0018

# What the invented members leave as comments, where a check-in allows them
rehearsal-comment-1 = It helped that we began with a quiet minute.
rehearsal-comment-2 = I would like to know who reads what we write.
rehearsal-comment-3 = Thank you for asking.
rehearsal-comment-4 = Too much advice for me this week.
rehearsal-comment-5 = Good pace, please keep it.
rehearsal-comment-6 = I did not dare to speak about my week.
rehearsal-comment-7 = Something I shared came back to me from outside.
rehearsal-comment-8 = I felt heard.
