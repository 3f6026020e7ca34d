# /moderate log: who on the staff did what on which day. `trail-act-<act>` has the words of each act that is recorded.

moderate-log-description = Who on the staff did what, as far as you may see it

trail-title = ## What the staff did
trail-intact = The trail is **intact**: no line was changed or taken out.
trail-not-intact = The trail is **not intact**: a line was changed or taken out. Please tell whoever runs this bot.
trail-empty = Nothing so far.
trail-page = Page { $page } of { $pages }, the newest first.
trail-newer = Newer
trail-older = Older

trail-nobody = Nobody in particular
trail-act-other = did something that has no name here.
trail-act-set-up = set the group up
trail-act-changed-settings = changed settings: { $settings }
trail-act-announced-a-change-of-who-may-read = announced a change of who may read concerns
trail-act-announced-change-took-effect = announced this change of who may read concerns, which is in force now
trail-act-called-off-an-announced-change = called off an announced change
trail-act-announced-the-erasure-of-everything = announced that everything of this group is to be erased
trail-act-called-off-the-erasure-of-everything = called off the erasure of everything
trail-act-enrolled = began to take concerns
trail-act-stopped-taking-concerns = stopped taking concerns
trail-act-took-the-agreement-back = took version { $version } of the agreement back
trail-act-posted-the-agreement-again = posted version { $version } of the agreement again
trail-act-put-a-suggestion-away = removed a suggestion for the agreement
trail-act-published-the-agreement = published version { $version } of the agreement
trail-act-took-the-agreement-draft-from-a-file = took the draft of the agreement from a file
trail-act-began-the-agreement-anew-from-the-default = began the draft of the agreement anew, from the text that comes with the bot
trail-act-threw-the-agreement-draft-away = threw the draft of the agreement away

trail-act-concern-read = read concern { $case }
trail-act-concern-acknowledged = acknowledged concern { $case }
trail-act-concern-answered = answered concern { $case }
trail-act-concern-in-progress = set concern { $case } in progress
trail-act-concern-asking = asked whoever wrote concern { $case } for something
trail-act-concern-closed = closed concern { $case }
trail-act-concern-reopened = reopened concern { $case }
trail-act-concern-note = wrote a note on concern { $case }
trail-act-concern-taken = took concern { $case }
trail-act-concern-handed-over = handed concern { $case } over to { $to }
trail-act-concern-shared = brought { $to } in on concern { $case }
trail-act-concern-stepped-aside = stepped aside from concern { $case }
trail-act-concern-joined = joined concern { $case } with another
trail-act-concern-parted = parted concern { $case } from another
trail-act-concern-looked-at-again = looked at concern { $case } again, beside others
trail-act-concern-blocked = blocked whoever wrote concern { $case }
trail-act-concern-unblocked = lifted the block on whoever wrote concern { $case }

trail-act-changed-what-counts-as-ordinary = let up to { $tolerance } in a hundred low answers count as ordinary, “{ $template }”, in { $channel }
trail-act-checkin-start = started a check-in, “{ $template }”, in { $channel }
trail-act-checkin-end = let a check-in end early, “{ $template }”, in { $channel }
trail-act-checkin-move = moved a check-in, “{ $template }”, to { $channel }
trail-act-checkin-trend-posted = posted a trend, “{ $template }”, in { $channel }
trail-act-checkin-schedule = made a schedule, “{ $template }”, in { $channel }, { $time }
trail-act-checkin-edit = changed a schedule, “{ $template }”, in { $channel }, { $time }
trail-act-checkin-pause = paused a schedule, “{ $template }”, in { $channel }
trail-act-checkin-resume = resumed a schedule, “{ $template }”, in { $channel }
trail-act-checkin-skip = left out { $date } of a schedule, “{ $template }”, in { $channel }
trail-act-checkin-unskip = put { $date } back into a schedule, “{ $template }”, in { $channel }
trail-act-checkin-remove-unreadable = removed what could not be read of the schedules
trail-act-checkin-end-schedule = ended a schedule, “{ $template }”, in { $channel }
trail-act-heard-posted = told the group what was heard in a check-in, “{ $template }”, in { $channel }
trail-act-checkin-template-use = put a template in use, “{ $template }”
trail-act-checkin-template-retire = retired a template, “{ $template }”
trail-act-checkin-template-bring-back = brought a template back, “{ $template }”
trail-act-checkin-template-delete = deleted a template, “{ $template }”

trail-act-impact-record = wrote down something that was done, and what was meant
trail-act-impact-reword = reworded a note of something that was done
trail-act-impact-ask = confirmed what the group was told, so that a check-in asks whether it helped
trail-act-impact-erase = erased a note of something that was done
