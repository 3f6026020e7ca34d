# Schedules of check-ins, for facilitators. Times are shown in each reader's own zone by Discord.

# Commands
facilitate-checkin-schedule-description = Plan check-ins that open by themselves
facilitate-checkin-schedule-template = What to ask. Left out: the weekly pulse. You can change it before saving
facilitate-checkin-schedule-channel = Where to post. Left out: the group's channel
facilitate-checkin-list-description = All schedules of check-ins, and when each opens next
facilitate-checkin-edit-description = Change a schedule, its holidays too, or end it
facilitate-checkin-pause-description = Let a schedule open nothing until you resume it
facilitate-checkin-resume-description = Let a paused schedule go on with its next opening
facilitate-checkin-skip-description = Leave out one date of a schedule
facilitate-checkin-which-schedule = Which schedule. Left out: the only one
facilitate-checkin-skip-date = Which date, as 2027-01-31. Left out: the next one

# A plan in words
checkin-schedule-what = **{ $title }** in <#{ $channel }>
checkin-schedule-what-gone = *A template that is no longer there* in <#{ $channel }>
checkin-schedule-who-everyone = **Asked:** everyone who can see the channel
checkin-schedule-who-role = **Asked:** members with <@&{ $role }>
checkin-schedule-when = **When:** { $rhythm } at { $time } ({ $zone })
checkin-schedule-first = **From:** { $date }
checkin-schedule-hours = **Open for:** { $hours } hours
checkin-schedule-reminder-none = **Reminder:** none
checkin-schedule-reminder-one = **Reminder:** one, in the channel, { $hours ->
    [1] an hour
   *[other] { $hours } hours
} before closing
checkin-schedule-comments-yes = **Comments:** allowed. Facilitators read them only if eight or more people write one
checkin-schedule-comments-no = **Comments:** off
checkin-schedule-holidays-none = **Holidays:** none
checkin-schedule-holidays-some = **Holidays:** { $dates }
checkin-schedule-holidays-more = **Holidays:** { $dates } and { $more } more
checkin-schedule-skipped-some = **Skipped:** { $dates }
checkin-schedule-skipped-more = **Skipped:** { $dates } and { $more } more
checkin-schedule-date = <t:{ $day }:D>

checkin-rhythm-weekly = { $every ->
    [1] every week
   *[other] every { $every } weeks
} on { $days }
checkin-rhythm-monthly-1 = on the first { $days } of each month
checkin-rhythm-monthly-2 = on the second { $days } of each month
checkin-rhythm-monthly-3 = on the third { $days } of each month
checkin-rhythm-monthly-4 = on the fourth { $days } of each month
checkin-rhythm-monthly-last = on the last { $days } of each month
checkin-rhythm-choice-weekly = { $every ->
    [1] Every week
   *[other] Every { $every } weeks
}
checkin-rhythm-choice-monthly-1 = On the first such weekday of each month
checkin-rhythm-choice-monthly-2 = On the second such weekday of each month
checkin-rhythm-choice-monthly-3 = On the third such weekday of each month
checkin-rhythm-choice-monthly-4 = On the fourth such weekday of each month
checkin-rhythm-choice-monthly-last = On the last such weekday of each month
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday

# Its page
checkin-schedule-heading = ### Schedule
checkin-schedule-heading-new = ### A new schedule, not saved yet
checkin-schedule-heading-changed = ### A change that is not saved yet
checkin-schedule-next = **Next openings,** in your own time:
checkin-schedule-next-paused = **Paused.** When resumed it would open, in your own time:
checkin-schedule-next-one = - { $opens } ({ $opens-in }), closing { $closes }
checkin-schedule-next-none = **It never opens.** No date comes within a year.
checkin-schedule-paused-staff = A facilitator paused this schedule. Nothing opens until it is resumed.
checkin-schedule-paused-silence = This schedule paused by itself: twice in a row too few people answered. Talk with the group before you resume it.
checkin-schedule-paused-template = This schedule paused by itself: what it asks is no longer there. Choose another template, then resume it.
checkin-schedule-objection = **It cannot be saved like this.** { $why }
checkin-schedule-saved = **Saved.** From now on it opens by itself.
checkin-schedule-discarded = The change is discarded. What was saved before still holds.
checkin-schedule-discarded-new = Discarded. Nothing was scheduled.
checkin-schedule-skipped-now = **Skipped.** It does not open on { $date }.
checkin-schedule-unskipped = It opens on { $date } after all.
checkin-schedule-paused-now = **Paused.** A check-in that is open stays open until its own end.
checkin-schedule-resumed = **Resumed.** What was not opened meanwhile is not made up for.
checkin-schedule-end-ask =
    ### End this schedule?
    { $what } will open no more check-ins. Past results stay. One that is open now goes on until its own end. This cannot be undone; **Pause** can.
checkin-schedule-ended = The schedule is ended. Past results stay, and `/facilitate checkin schedule` makes a new one.
checkin-schedule-list = ### Schedules of this group
checkin-schedule-list-none = There is no schedule yet. `/facilitate checkin schedule` makes one.
checkin-schedule-unreadable =
    { $count ->
        [one] **One schedule cannot be read:** what lies there of it is damaged.
       *[other] **{ $count } schedules cannot be read:** what lies there of them is damaged.
    } Nobody can tell what was planned, so nothing opens by it. Make what you miss anew with `/facilitate checkin schedule`, and remove what is left.
checkin-schedule-clear-ask =
    ### Remove { $count ->
        [one] the schedule that cannot be read
       *[other] { $count } schedules that cannot be read
    }?
    Past results stay, and a check-in that is open goes on until its own end. If whoever hosts this bot is about to restore a backup, wait for that: this cannot be undone.
checkin-schedule-cleared = **Removed.** Nothing is left here that cannot be read.
checkin-schedule-list-page = -# { $from } to { $to } of { $all }
checkin-schedule-list-running = - { $what }, { $rhythm } at { $time } ({ $zone }): next { $opens }
checkin-schedule-list-never = - { $what }, { $rhythm } at { $time } ({ $zone }): no date comes within a year
checkin-schedule-list-paused = - { $what }, { $rhythm } at { $time } ({ $zone }): **paused**
checkin-schedule-label = { $title } · #{ $channel } · { $rhythm }, { $time }

# Buttons, selects and forms
checkin-schedule-button-save = Save
checkin-schedule-button-discard = Discard
checkin-schedule-button-edit = Edit
checkin-schedule-button-times = Time and length
checkin-schedule-button-place = What, where and who
checkin-schedule-button-holidays = Holidays
checkin-schedule-button-pause = Pause
checkin-schedule-button-resume = Resume
checkin-schedule-button-skip = Skip { $date }
checkin-schedule-button-clear = Remove what cannot be read
checkin-schedule-button-clear-confirm = Yes, remove it
checkin-schedule-button-clear-keep = Leave it for now
checkin-schedule-button-end = End this schedule
checkin-schedule-button-end-confirm = Yes, end it
checkin-schedule-button-keep = Keep it
checkin-schedule-button-list = All schedules
checkin-schedule-button-earlier = Earlier in the list
checkin-schedule-button-later = Later in the list
checkin-schedule-button-look = Look at the schedule
checkin-schedule-choose = Look at one of them
checkin-schedule-choose-rhythm = How often
checkin-schedule-choose-days = On which weekdays
checkin-schedule-choose-skipped = Open after all on a skipped date
checkin-schedule-form-times = Time and length
checkin-schedule-form-at = Local time
checkin-schedule-form-at-hint = As 19:00 or 7 pm
checkin-schedule-form-zone = Time zone
checkin-schedule-form-zone-hint = A place, as Europe/London or America/New_York
checkin-schedule-form-hours = Open for how many hours
checkin-schedule-form-hours-hint = 24 to 336, that is one to fourteen days
checkin-schedule-form-reminder = Remind how many hours before closing
checkin-schedule-form-reminder-hint = One reminder in the channel. Empty: none
checkin-schedule-form-first = From which date
checkin-schedule-form-first-hint = As 2027-01-31. "Every 2 weeks" counts from the week of this date
checkin-schedule-form-place = What, where and who
checkin-schedule-form-template = What is asked
checkin-schedule-form-channel = Where
checkin-schedule-form-audience = Who is asked
checkin-schedule-form-audience-hint = A role that eight or more people hold. Empty: everyone who can see the channel
checkin-schedule-form-comments = A comment, for facilitators only
checkin-schedule-form-comments-hint = Shown to you only if eight or more people write one
checkin-schedule-form-comments-no = Off
checkin-schedule-form-comments-yes = Allowed, at most 300 characters
checkin-schedule-form-free = Holidays
checkin-schedule-form-dates = Dates without a check-in
checkin-schedule-form-dates-hint = As 2027-12-25, one to a line. Empty: none

# What a facilitator is told instead
checkin-schedule-gone = This schedule is no longer there. `/facilitate checkin list` shows those there are.
checkin-schedule-which = I do not know this schedule. Please choose one from the list that is offered while you type.
checkin-schedule-not-saved = This schedule was never saved. Please save it first.
checkin-schedule-not-paused = This schedule is not paused.
checkin-schedule-paused-already = This schedule is paused already.
checkin-schedule-changed-meanwhile = Somebody changed this schedule at the same moment, so nothing was saved. Please look at it again with `/facilitate checkin edit`.
checkin-schedule-too-many = This group has { $most } schedules, which is the most there can be. Please end one first.
checkin-schedule-nothing-then = Nothing opens on { $date }. The next dates are { $dates }.
checkin-schedule-nothing-to-skip = Nothing opens within a year, so there is nothing to skip.
checkin-schedule-one-weekday = Once a month takes exactly one weekday. Please choose one, or another rhythm.
checkin-schedule-time = I cannot read this as a time of day. Please write it as 19:00 or 7 pm.
checkin-schedule-day-unknown = I cannot read "{ $date }" as a date, or there is no such date. Please write it as 2027-01-31.
checkin-schedule-reminder = The reminder comes at least one hour before closing, and not before the check-in opens. Leave it empty for none.
checkin-schedule-holidays-many = At most { $most } holidays fit one schedule. Past ones can go.
checkin-schedule-cannot-post = I cannot post in <#{ $channel }>. I need *View Channel*, *Send Messages*, *Read Message History* and *Attach Files* there.
checkin-audience-small = Fewer than 8 people hold <@&{ $role }>. So few could be told apart by their answers; please ask a larger role, or everyone.
checkin-schedule-flaw-no-weekday = Please choose at least one weekday.
checkin-schedule-flaw-rhythm = Please choose how often from the list.
checkin-schedule-flaw-hours = A check-in stays open for 24 to 336 hours (one to fourteen days).
checkin-schedule-flaw-reminder = The reminder has to come between opening and closing.
checkin-schedule-flaw-never = It would never open: no date comes within a year. Look at the first date and the holidays.
checkin-schedule-flaw-too-often = On { $date } it would be the third check-in within seven days in <#{ $channel }>. People stop answering what is asked too often: at most two in any seven days.
checkin-schedule-flaw-overlap = On { $date } another check-in would still be open in <#{ $channel }>. One at a time: please choose a shorter time, a rarer rhythm or another channel.

# What the staff are told
checkin-left-out-late = The check-in **{ $title }** in <#{ $channel }> was left out on { $dates }: this bot or Discord was away at its time, and nothing is posted more than two hours late. It goes on with the next date.
checkin-left-out-checkin-round-open = The check-in **{ $title }** was left out on { $dates }: another one was open in <#{ $channel }>. It goes on with the next date.
checkin-left-out-checkin-enough-asked = The check-in **{ $title }** was left out on { $dates }: <#{ $channel }> had two in the seven days before. It goes on with the next date.
checkin-left-out-checkin-audience-small = The check-in **{ $title }** in <#{ $channel }> was left out on { $dates }: fewer than 8 people hold the role that is asked. Please ask a larger role, or everyone.
checkin-left-out-checkin-template-unknown = The check-in in <#{ $channel }> was left out on { $dates }, and its schedule is paused: what it asks is no longer there.
checkin-left-out-title-gone = a check-in
