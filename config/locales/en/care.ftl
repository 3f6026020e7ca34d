# /setup check, /setup erase, *Mend it*, what the staff is told of channels and roles, and the first words in a new server.

setup-check-description = Is everything in place? Every channel, role and permission, and what to do
setup-erase-description = Erase everything of this group, after a week in which it can be called off

erasing-name-wrong = That is not the name of this server. To be sure, I need it exactly: **{ $name }**. Nothing was changed.
erasing-announced = It is announced already: everything is erased on <t:{ $when }:F>. It can be called off with **/setup show**.
erasing-title = Erase everything
erasing-name = The name of this server
erasing-name-meaning = Exactly as it stands above the channels, so that nobody does this by accident
erasing-what-happens = **Everything that this bot keeps of your group is erased in 7 days:** settings, agreement, check-ins and their results, and every concern, closed or not. Nothing can be brought back; a backup from before can be opened only until whoever hosts this bot makes the next one.
    The safeguarding lead and everyone who takes concerns are told now. Until then any administrator can call it off. The bot's posts in your channels stay; delete them yourselves.
erasing-what-happens-at-once = **Everything that this bot keeps of your group is erased:** settings, agreement, check-ins and their results. Nothing can be brought back; a backup from before can be opened only until whoever hosts this bot makes the next one.
    Nobody has ever taken concerns here, so it happens at once, after one more question. The bot's posts in your channels stay; delete them yourselves.
erasing-pending = **Announced:** on <t:{ $when }:F> everything that this bot keeps of this group is erased, concerns included. Nothing can be brought back then. Until then any administrator can call it off here, or with **/setup show**.
erasing-call-off = Keep everything
erasing-called-off = The erasure was called off. Everything is kept.
erasing-called-off-told = The erasure of everything in **{ $group }** was called off. Everything is kept.
erasing-announcement = **An administrator of { $group } has asked that everything this bot keeps of the group is erased, every concern included.** It happens on <t:{ $when }:F>. Nothing can be brought back then.
    You are told because you take concerns or are the safeguarding lead. If a concern still needs somebody, there is a week: see to it now, and speak with the group or with the outside contact. Anyone who may *Manage Server* can call it off with **/setup show** → *Keep everything*.
erasing-sure = **Erase everything now?** This is the last question. Nothing can be brought back.
erasing-now = Yes, erase everything now
erasing-keep = No, keep it
erasing-kept = Nothing was erased.
erasing-done = Everything that I kept of this group is erased. My posts in your channels stay; delete them yourselves. To begin anew, type **/setup start**.

check-hide-commands =
    -# **Hide staff commands from members:** Server Settings → Integrations → this bot → choose **/facilitate** or **/moderate** → *Add Roles or Members* → @everyone off, the staff role on. A bot cannot do that for you. Whoever types one without the role is refused kindly; **/setup** is hidden already from those who may not *Manage Server*.

mend-it = Mend it: { $what }
mend-agreement-post = Mend it: post the agreement again
mend-lead = Choose a safeguarding lead
mend-make = Make “{ $name }”
mend-choose = Choose another
mend-try-again = Try again
mend-back = Back
made-moderator_channel = moderators
made-facilitator_channel = facilitators
made-moderators = Moderators
made-facilitators = Facilitators
made-agreed_role = Agreed
mend-channel-offer-moderator_channel = I can make a new channel **#{ $name }** that only <@&{ $moderators }>, administrators and I can see, and use it as the moderators' channel from now on. If there still is a channel from before, it stays as it is. Or choose another channel that you have.
mend-channel-offer-facilitator_channel = I can make a new channel **#{ $name }** that only <@&{ $facilitators }>, <@&{ $moderators }>, administrators and I can see, and use it as the facilitators' channel from now on. If there still is a channel from before, it stays as it is. Or choose another channel that you have, or none: then facilitators are told things in the moderators' channel.
mend-role-offer-moderators = I can make a new role **{ $name }** without any permission of its own. You then give it to your moderators. Or choose another role that you have.
mend-role-offer-facilitators = I can make a new role **{ $name }** without any permission of its own. You then give it to your facilitators. Or choose another role that you have.
mend-role-offer-agreed_role = I can make a new role **{ $name }** without any permission of its own. I give it to whoever agrees from now on; everyone can see who has it. Or choose another role that you have, or none.
mend-may-not = I could make it, but I lack the permission *{ $permission ->
    [manage_channels] Manage Channels
   *[other] Manage Roles
    }*. Server Settings → Roles → this bot's role → Permissions → switch it on, then press *Try again*. Or make it yourselves and press *Choose another*.
mend-role-first = The moderators' role is gone, so nobody could see the new channel. Mend the role first.
mend-made-channel = Done: <#{ $made }> is there and in use.
mend-made-role = Done: the role <@&{ $made }> is there. Nobody has it yet: Server Settings → Members → choose a person → Roles → tick it.
mend-done-already = That is mended already. Here is how things stand.
mend-posted = Done: the agreement is posted again.

care-trouble =
    { $count ->
        [one] **Something here does not work any more:**
       *[other] **Some things here do not work any more:**
    }
care-in-group = In **{ $group }**:
care-what-to-do = Nothing is lost. Someone who may *Manage Server* types **/setup check**: it says what to do, and with *Mend it* I do what I can. I say this once, not again each day.
care-cards-meanwhile = Until the moderators' channel is mended, cards come by direct message to those who take concerns.

greeting =
    ### Hello, I am Common Ground
    I post your group's agreement, run check-ins without names, and carry private concerns to moderators.
    Someone who may *Manage Server* presses *Begin*, or types **/setup start**. It takes about five minutes. Until then I do nothing.
greeting-begin = Begin
begin-steps =
    ### How to begin
    Two kinds of people help here: **facilitators** post the agreement and run check-ins, **moderators** take concerns. One person can be both. Moderators need a channel that nobody else sees.
    1. **If you have none of that yet,** press *Set it up for me*. I ask three things and make the roles and the private channel.
    2. **If you have your roles and channels,** type **/setup start** and choose them.
    3. Either way I answer with a list of what is in place and what is not. For what is not, press *Mend it* or do what the line says. Every setting can be changed later with **/setup show**.
    4. Moderators press *I take concerns* in their channel: better two than one. A facilitator types **/facilitate agreement publish**. That is all.
begin-not-yet = This group is not set up yet.
guide-begin = Set it up for me
guide-title = Set Common Ground up
guide-moderators = Empty: I make a role “Moderators”, and a channel that only they and I can see
guide-facilitators = Empty: I make a role “Facilitators”. The same role as above is fine too
guide-may-not = I lack the permission *{ $permission ->
    [manage_channels] Manage Channels
   *[other] Manage Roles
    }* that I need for that, so nothing was made. Server Settings → Roles → this bot's role → Permissions → switch it on, and press the button again. Or make roles and channels yourselves and type **/setup start**.
begin-not-you = Setting up is for someone who may *Manage Server*. You need to do nothing. Once it is done, you find your group's agreement here, and help with **/support**.
begin-already = This group is set up already. **/setup check** says whether everything is in place, **/setup show** lists every setting.
