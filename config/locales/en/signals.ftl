# Early warning: /moderate signals, and alerts. Plain, warm, honest, short. Never a count, a share, a name, a guess at a cause.
# An alert has five parts and no others: the first line, what was seen, what it may not be, one step, buttons.

moderate-signals-description = Early warning: what the posted results of check-ins say together

# /moderate signals
signals-title =
    ## Signals
    Worked out from posted results alone, for one question of each scheduled check-in. Nobody has looked at answers.
signals-none = No question is watched so far. A scheduled check-in watches one; facilitators make a schedule with **/facilitate checkin schedule**.
signals-heading = **{ $title }** in <#{ $channel }> · “{ $words }”
signals-new = It begins with the next posted result.
signals-too-few = Too few answered the last time, so it says nothing more than before.
signals-quiet = **Quiet.** Nothing stands out in the posted results.
signals-rising = **Rising.** The last results were lower than usual. It may pass; nothing needs to be done that you would not do anyway.
signals-alarm = **Alarm.** The posted results taken together are lower than ordinary ups and downs would make them. It has begun anew from quiet.
signals-alarm-before = -# The last alarm came with the check-in of <t:{ $day }:D>.
signals-tolerance-line = -# Ordinary here: up to { $tolerance } in a hundred answer low.
signals-waits = **Not seen by anybody so far**
signals-once-more = -# Nobody has said yet that they have seen it. It is said once more, and then not again.
signals-unanswered = -# It went unanswered twice and is not said again.
signals-choose = Look closer, or set what is ordinary
signals-gone = This is no longer watched. **/moderate signals** shows what is.
signals-button-all = All signals
signals-button-why = How this is worked out

# The picture
signals-level-quiet = quiet
signals-level-rising = rising
signals-level-alarm = alarm
signals-level-none = nothing shown
signals-picture = { $title }, the last { $count ->
        [1] posted result
       *[other] { $count } posted results
    }, the newest first: { $levels }.

# What counts as ordinary
signals-tolerance-about =
    What counts as ordinary? Some people answer low in every healthy group. Here up to { $tolerance } in a hundred may, without a signal; { $noticed } or more, round after round, are noticed soonest.
    A group that is often at its limits may need more. But what is set higher is noticed later, and harm must not be made normal.
signals-tolerance-choose = Choose how many in a hundred
signals-tolerance-option = Up to { $tolerance } in a hundred
signals-tolerance-option-meaning = { $noticed } or more are noticed soonest
signals-tolerance-now = As it is now
signals-tolerance-ask = Let up to **{ $tolerance } in a hundred** low answers count as ordinary in **{ $title }**, instead of { $before }? It begins anew from quiet, what was adding up is forgotten, and your change stands in the trail.
signals-tolerance-sure = Yes, change it
signals-tolerance-keep = Leave it
signals-tolerance-done = Changed. It begins anew from quiet.

# How it is worked out
signals-why =
    ## How this is worked out
    After each posted result of a schedule one number is added up: how much better the posted word for *low* fits a group in trouble than a healthy one. It is fed with nothing but that word and the posted range of answers, so it knows no more than everybody who read the result.
    It is *quiet*; from half of its limit on it is *rising*; at the limit it is *alarm*, and it begins anew.
    Where nothing is wrong there is, on average, at most one false alarm a year. A small group shows only large drops quickly, and a bad week of everybody at once looks the same as lost trust.

# Alerts: the first line of all
signal-never-ask = **Do not ask who. This may be one person's hard time or several people's.**
signal-again = Nobody has said yet that they have seen this, so it is said this once more, and then not again.
signal-step = **What you can do:** { $step }
signal-seen-already = -# Somebody has seen it. It is not repeated.
signal-button-seen = We have seen it
signal-button-signals = Signals
signal-noted = Thank you. It is not repeated. Nobody is told who pressed this.
signal-gone = This is no longer here, or it is not for you.

# T1: trust is dropping
signal-trust =
    { signal-never-ask }
    ### Trust may be dropping
    In **{ $title }** (<#{ $channel }>), the last results for “{ $words }” taken together are lower than ordinary ups and downs would make them. This is worked out from the posted results alone; nobody has looked at answers.
signal-trust-may-be-nothing = It can be a false alarm: even where nothing is wrong there is one now and then, on average at most one a year.

# One step for each question that comes with the bot, by its template and its place; the last is for any other
signal-step-weekly-pulse-1 = at the next meeting say: “The check-ins tell us that honesty has become harder here. What would make it easier?” Then listen, and promise nothing yet.
signal-step-trust-and-safety-1 = post again what this group can promise about privacy and what it cannot, and that /concern is open. Do not look for a leak before somebody has raised one.
signal-step-boundaries-1 = open the next meeting by saying that a no needs no reason, and that nobody is asked twice. Then keep to it yourselves.
signal-step-after-session-1 = leave out what was new in the last sessions, once, and say that you do. Ask again afterwards.
signal-step-feeling-heard-1 = hold one round without answers: whoever wants to speaks, the others only listen, you too.
signal-step-how-the-group-is-run-1 = choose one recent decision, post how and why it was made, and ask whether you would decide so for anyone.
signal-step-own = at the next meeting read out the question and its last posted result, and ask: “What would make this better?” Then listen.

# Harm signal: an action may have made things harder
signal-harm =
    { signal-never-ask }
    ### It may have made things harder
    The group was asked: “{ $action }” Posted result: **{ $low }** answered that it made things harder, **{ $good }** that it helped.
signal-harm-intent = What was meant, as it was written down on <t:{ $day }:D>: “{ $intent }”
signal-harm-not-a-verdict = That is about what was done, not about who did it, and good intent and harm can both be true.
signal-step-harm = tell the group in your own words what was meant and what you heard, and what you stop or change. Facilitators find a draft with **/facilitate heard**. Explain yourselves only if you are asked.

# The bot itself seems to be in the way
signal-bot =
    { signal-never-ask }
    ### This bot may be in the way
    The check-in asked about the bot itself. Posted result: **{ $low }** answered that it was in the way, **{ $good }** that it was helpful.
signal-bot-not-a-verdict = That is about the bot, not about you, nor about anybody who finds it useful.
signal-step-bot = for a month, let the bot ask less: with **/facilitate checkin edit** facilitators can make check-ins rarer, leave out the reminder, or move them to another channel. Say that you do, and ask the group openly what would make the bot less in the way.

# The keeper
privacy-kept-signals = **Early warning.** What the posted results of check-ins add up to, and the alerts the staff was given about them. It names nobody, and who has seen an alert is not kept.
