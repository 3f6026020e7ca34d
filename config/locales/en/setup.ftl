# /setup and *I take concerns*. Meanings: at most 100 characters (they stand under a field); names: at most 45.

setup-description = Set Common Ground up for this group
setup-start-description = Set the group up, or change it: roles, channels, time zone, outside contact
setup-show-description = Every setting with its meaning, and a way to change it

setup-saved = ### Saved. Here is how things stand
setup-current = ### How things stand
setup-problems =
    { $count ->
        [one] **One thing to mend.** The rest is in place. Mend it, then press *Check again*.
       *[other] **{ $count } things to mend.** Mend them, then press *Check again*.
    }
setup-all-fine = **All is in place.**
setup-works = **It works as it is.** What is marked 💡 is still worth doing.
setup-check-again = Check again
setup-show = Show settings
setup-call-off = Call it off
setup-called-off = The announced change was called off. Nothing changes.
setup-called-off-told = The announced change of who may read concerns in **{ $group }** was called off. Nothing changes.
setup-lead-is = the safeguarding lead is { $lead }
setup-lead-none = there is no safeguarding lead
setup-nothing-announced = No change is announced, so there is nothing to call off.
setup-pending = **Announced:** from <t:{ $when }:F> the moderators' role is <@&{ $role }> and { $lead }. Until then nothing changes. Anyone who may *Manage Server* can call it off with **/setup show** → *Call it off*.
setup-announcement = **An administrator of { $group } is changing who may read concerns there.** From <t:{ $when }:F> { $what ->
        [role] the moderators' role is another one, and { $lead }
       *[lead] { $lead }
    }. Until then nothing changes.
    You are told because you take concerns or are the safeguarding lead. If it is not right, speak now with the group or with the outside contact: there is a week. Anyone who may *Manage Server* can call it off with **/setup show** → *Call it off*.
setup-told-at-once =
    { $count ->
        [0] Nobody takes concerns, so the moderators' channel is told now.
        [one] The one person whom it concerns is told now, by direct message.
       *[other] The { $count } people whom it concerns are told now, by direct message: the safeguarding lead and everyone who takes concerns.
    }

check-moderators-channel-fine = Moderators' channel: <#{ $channel }>. Only staff can see it.
check-channel-unseen = <@&{ $role }> cannot see its channel <#{ $channel }>, and what is told there reaches nobody. Channel settings → Permissions → <@&{ $role }> → *View Channel* on.
check-moderators-channel-gone = The moderators' channel is gone: no card can be shown there, and nobody can press *I take concerns*. It needs a new one.
check-moderators-channel-open = Everyone can see <#{ $channel }>, the moderators' channel. Channel settings → Permissions → @everyone → *View Channel* off; then allow the moderators' role and this bot.
check-moderators-channel-others = People with { $roles }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more roles
    } can see <#{ $channel }>, the moderators' channel. Channel settings → Permissions → take *View Channel* from them, or make sure they are moderators.
check-facilitators-channel-fine = Facilitators' channel: <#{ $channel }>. Only staff can see it.
check-facilitators-channel-gone = The facilitators' channel is gone, so facilitators are not told things any more. It needs a new one, or none: then they are told in the moderators' channel.
check-facilitators-channel-open = Everyone can see <#{ $channel }>, the facilitators' channel. Channel settings → Permissions → @everyone → *View Channel* off; then allow the staff roles and this bot.
check-facilitators-channel-others = People with { $roles }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more roles
    } can see <#{ $channel }>, the facilitators' channel. Channel settings → Permissions → take *View Channel* from them, or make sure they are staff.
check-group-channel-fine = Group channel: <#{ $channel }>. I can post and pin there.
check-group-channel-gone = The group channel is gone: neither the agreement nor a check-in can be posted. Another channel has to take its place.
check-permission-missing = I lack the permission *{ $permission ->
    [view_channel] View Channel
    [send_messages] Send Messages
    [read_message_history] Read Message History
    [pin_messages] Pin Messages
    [attach_files] Attach Files
   *[other] { $permission }
    }* in <#{ $channel }>. Channel settings → Permissions → add this bot → allow it.
check-moderators-role-fine = Moderators: <@&{ $role }>.
check-moderators-role-gone = The moderators' role is gone, so nobody counts as a moderator. It needs another one.
check-moderators-role-follows = Nobody counts as a moderator until <@&{ $role }> takes the place of the moderators' role. That is announced already, see above.
check-moderators-role-everyone = The moderators' role is @everyone, so everybody would count as a moderator. Choose a role that only moderators hold.
check-facilitators-role-fine = Facilitators: <@&{ $role }>.
check-facilitators-role-gone = The facilitators' role is gone, so nobody counts as a facilitator. It needs another one.
check-facilitators-role-everyone = The facilitators' role is @everyone, so everybody would count as a facilitator. Choose a role that only facilitators hold.
check-agreed-role-fine = Role for those who agreed: <@&{ $role }>. Everyone can see who has it.
check-agreed-role-gone = The role for those who agreed is gone, so nobody is given it any more. It needs another one, or none.
check-agreed-role-everyone = The role for those who agreed is @everyone, which cannot be given. Choose another, or clear it.
check-agreed-role-powers = <@&{ $role }> can manage the server, its channels or its members, so I give it to nobody: everyone could take it with *I agree*. Choose a role without such permissions for those who agreed.
check-agreed-role-above = I cannot give <@&{ $role }>. Server Settings → Roles: drag this bot's role above it, and allow the bot *Manage Roles*.
check-no-agreement = Your group has no agreement yet. A facilitator publishes it with **/facilitate agreement publish**.
check-agreement-coming = The agreement is being posted.
check-agreement-fine = The agreement is published.
check-agreement-post-gone = The post of the agreement in force was deleted. It can be posted again, and nobody has to agree anew.
check-nobody-enrolled = Nobody takes concerns yet. Until somebody does, no concern is accepted and members are given the outside contact. Ask at least two moderators to press *I take concerns* in the moderators' channel.
check-one-enrolled = Only one moderator takes concerns. With two, nobody is alone, and a concern about one can go to the other.
check-enrolled = { $count } moderators take concerns.
check-no-lead = There is no safeguarding lead: a person outside the moderator team for what moderators cannot handle.

settings-heading = ### Settings
settings-choose = Choose a setting to change it
setting-changed = Saved.
setting-none = *none*
setting-needed = This setting is needed and cannot be left empty.
setting-too-long = That is too long: at most { $most } characters.
setting-zone-unknown = I do not know that time zone. Please write it by its continent and a large city, such as { $similar }.
setting-country-unknown = I need the country as two letters, for example GB, IE, US or AU.
setting-number-out = Please give a whole number from { $least } to { $most }.
setting-hours-wrong = Please give hours of the day that lie at least two hours apart, for example: 9, 14, 19.
setting-slots-stand = The delivery hours and the time zone can be changed once in a day. Moved more often, they would show when each concern or suggestion was sent.
setting-quiet-wrong = Please give the first and the last hour of the night, for example: 21-8. Write 0-0 for no night at all.
setting-quiet-covers = All the delivery hours would lie in the night, so nobody would ever be reminded of a concern. Leave at least one of them outside.
setting-roles-same = The role for those who agreed cannot be the moderators' or the facilitators' role: whoever presses *I agree* would become one of them.
setting-channels-same = The moderators' channel and the group channel are the same. Concerns are announced in the moderators' channel, so it must be a channel that only moderators see.
setting-lead-bot = The safeguarding lead must be a person, not a bot.

setting-moderators = Moderators' role
setting-moderators-meaning = Those with this role may take concerns
setting-facilitators = Facilitators' role
setting-facilitators-meaning = Those with this role publish the agreement and run check-ins
setting-moderator_channel = Moderators' channel
setting-moderator_channel-meaning = A channel only moderators can see; cards without content appear there
setting-group_channel = Group channel
setting-group_channel-meaning = Where the agreement and the check-ins are posted
setting-facilitator_channel = Facilitators' channel
setting-facilitator_channel-meaning = Where facilitators are told things; without it, the moderators' channel
setting-timezone = Time zone
setting-timezone-meaning = The group's own time, for example Europe/London
setting-outside_contact = Outside contact
setting-outside_contact-meaning = A person or service outside this group that members can always turn to
setting-lead = Safeguarding lead
setting-lead-meaning = A person outside the moderator team: gets what moderators cannot handle
setting-agreed_role = Role for those who agreed
setting-agreed_role-meaning = Given after “I agree”; everyone can see who has it. Leave empty for none
setting-country = Country
setting-country-meaning = Two letters (GB, US, AU ...): which help lines are shown first
setting-minimum_answers = Fewest answers
setting-minimum_answers-meaning = A check-in with fewer answers shows nothing; 5 or more
setting-newcomer_days = Days before a member counts
setting-newcomer_days-meaning = Members who joined more recently are not counted in check-ins
setting-count_staff = Staff answer check-ins
setting-count_staff-meaning = Whether moderators and facilitators are counted in check-ins too
setting-mandated_reporters = Required by law to report
setting-mandated_reporters-meaning = Whether the law obliges your facilitators to report; printed in the agreement
setting-delivery_hours = Delivery hours
setting-delivery_hours-meaning = When concerns that are not urgent reach moderators: hours of the day, at least 2 apart
setting-quiet_hours = Night
setting-quiet_hours-meaning = Nobody is reminded then: first and last hour, for example 21-8. 0-0: no night
setting-quiet_weekends = Weekends are free
setting-quiet_weekends-meaning = No reminders and no promised dates on Saturdays and Sundays; urgent concerns keep their dates
setting-heard_reminders = Remind of “what we heard”
setting-heard_reminders-meaning = One line to facilitators, at most every four weeks, if a result had no answer for a week
setting-retention_days = Days a closed concern is kept
setting-retention_days-meaning = Then it is erased for good, and so are the comments of closed check-ins
setting-grace_days = Days the role stays after a new version
setting-grace_days-meaning = So long those who agreed to an older agreement keep their role; 0: none at all
choice-yes = Yes
choice-no = No
choice-unset = Not said

enrol-standing =
    ### Who takes concerns here?
    Members can raise a concern privately. It reaches only moderators who have said that they take concerns: they are named to the member before anything is sent.
    Press once if you are willing. You can pause or stop at any time.
enrol-take = I take concerns
enrol-welcome =
    ### Thank you. You take concerns now
    Members see your name before they send something. A card without content appears here when there is a concern for you; now and then a direct message may come instead.
    You are asked to look within two days, within 24 hours if it is urgent. You are never told who wrote, and please never try to find out.
enrol-already = You take concerns already. Thank you.
enrol-away-until =
    You are away until { $day }.
    Until then members do not see your name and nothing new comes to you, unless everybody is away. What you may read you may still read. What is yours to do stays yours; when a promised day passes, the next person is told instead of you.
    This says the same to everyone, whether or not there is any concern.
enrol-away = Away until …
enrol-back = I am back
enrol-stop = Stop
enrol-stop-sure =
    ### Stop taking concerns?
    Members no longer see your name before they send something, and you can no longer open any concern, not even one that you could read before.
    Whatever was yours to do is free at the next delivery, and the others who may read it are told. If none of them is left, it goes to the safeguarding lead where the member was told of that; if nobody is left at all, the member sees it with their code.
    This says the same to everyone, whether or not there is any concern.
enrol-stop-now = Yes, stop
enrol-keep = No, keep on
enrol-stopped = You no longer take concerns. Thank you for the time you did. Whatever was yours to do goes to the others at the next delivery. You can press *I take concerns* again whenever you like.
enrol-not-enrolled = You do not take concerns at the moment. Press *I take concerns* first.
enrol-full = { $most } people take concerns already; more cannot be shown to members in one list. Ask somebody to stop first.
enrol-away-day = Back on (year-month-day)
enrol-away-day-meaning = For example 2027-01-31. From that day you count again.
enrol-day-wrong = Please write the day as year-month-day, for example 2027-01-31.
enrol-day-past = That day is not in the future.
