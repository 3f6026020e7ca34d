# /privacy: what is kept of a member, who can see it, and what becomes of it. Also what is said while a server is erased.
# What is said of concerns is the same for everybody: never add a word that depends on whether there is one.

privacy-description = What is kept about you and who can see it; show it, erase it

privacy-title = ## What is kept about you
privacy-mine = **About you, in this group, right now:**
privacy-nothing = Nothing.
privacy-show = Show my data
privacy-erase = Erase my data

privacy-anybody =
    ### What is kept about anybody
    Your Discord id is never kept unsealed. Where the bot must know you again, it keeps a sign computed from your id, which means nothing to whoever does not have the keys.

# One for each that keeps something; `privacy-kept-agreement` is in agreement.ftl.

privacy-kept-checkins = **Check-ins.** While a check-in is open, a sealed sign that you have answered it; nobody in the group sees it. Your answers lie apart from it, without your name. When the check-in closes both are destroyed; words like “few” or “most” stay, and comments without names, which facilitators read. Nobody can tell which are yours, so they can't be shown or erased here.
privacy-kept-concerns = **Concerns.** Nothing about concerns is shown or erased here, whoever wrote them and whoever they are about. Everybody is told this in the same words. The way back to a concern you wrote is its code, with /concern: there you can also withdraw it.
privacy-kept-trail = **What the staff did.** Of moderators, facilitators and administrators: what they did for the group, and on which day. Those who take concerns can read it with /moderate log.
privacy-kept-server = **Who does what.** The ids, sealed, of those who take concerns, of the safeguarding lead, and of whoever announced a change that is not in force yet. Members see the names of those who take concerns.
privacy-kept-tasks = **What the bot has to do later.** It names nobody. If a role has to be given or taken, it is noted for whom, sealed, until that is done.

privacy-who =
    ### Who could see it
    - Moderators, facilitators and administrators see what is said above, and no more.
    - Whoever hosts this bot has its files and its keys. With both they could read concerns that are still kept, but not who wrote one without giving a name; and they could find out, by trying ids, who agreed to the agreement and who has answered an open check-in, sometimes also what, for example while only one person has. They could see what you write as it passes.
    - Discord receives what you write and press, and may keep it.
    - The running bot remembers how often somebody wrote, so that nobody can flood the group. That is never on a disk, and gone after 90 days or when the bot starts again.
privacy-who-log = - The database of this installation also keeps a log of its changes for a while. Whoever has that log and the keys learns in which order people agreed, and who had agreed before they erased it; and if they copied the keys again and again while a check-in was open, they could join answers to people.
privacy-who-log-of-keys = - The databases of this installation, that of the keys too, also keep a log of their changes for a while. Whoever has those logs and the operator's key could join answers to people, open what was erased, and learns in which order people agreed.

privacy-file = Here is what is kept about you, in a file. It goes away with this message: save it if you want to keep it.
privacy-file-title = What is kept about you in this group, on { $day }

privacy-erase-asks =
    ## Erase what is kept about you?
    - You no longer count as having agreed to the agreement. If this group gives a role for that, it is taken away soon.
    - If you take concerns, you stop.
    - What you wrote for yourself with /facilitate reflect is gone for good.
    - What has to stay for a time is named afterwards, with the reason.
    - Nothing about concerns is erased here, whoever wrote them and whoever they are about.
privacy-erase-after = You stay in the group, and can begin again whenever you like.
privacy-erase-now = Erase it now
privacy-keep = Keep it
privacy-kept = Everything is as it was.
privacy-erased = **What is kept about you was erased.**
privacy-stays = **What stays, and why:**
privacy-concerns-stay = Nothing about concerns is erased here, whoever wrote them and whoever they are about. With its code you can withdraw a concern that you wrote: /concern.

# What is kept about one member: whole sentences without formatting, they also stand in the file.

privacy-checkin-answered = You have answered the check-in “{ $title }”. This sign goes when it closes, on { $closes }.
privacy-checkin-stays = That you have answered the check-in “{ $title }”, until it closes on { $closes }: otherwise somebody could answer twice.
privacy-enrolled = You take concerns here.
privacy-enrolled-away = You take concerns here, and are away until { $until }.
privacy-lead = You are the safeguarding lead of this group, or were announced as the next one.
privacy-lead-stays = That you are the safeguarding lead, or were announced as the next one: administrators choose that. Please ask one of them.
privacy-announced = You announced a change that is not in force yet.
privacy-announced-stays = That you announced a change, until it is in force or called off: the staff is told who did.
privacy-trail-lines =
    { $count ->
        [one] There is 1 line about what you did as one of the staff.
       *[other] There are { $count } lines about what you did as one of the staff.
    }
privacy-trail-stays =
    { $count ->
        [one] 1 line about what you did as one of the staff: a log with lines taken out would prove nothing.
       *[other] { $count } lines about what you did as one of the staff: a log with lines taken out would prove nothing.
    }

# A whole server that is being erased.

server-leaving = Everything this bot kept of this server is being erased right now. Please wait a minute, then try again.
server-unreadable = This bot still holds something of this server that it can't open: its key is gone, or it is damaged. Please ask whoever hosts the bot to run `common-ground erase-server`; then you can set it up again.
