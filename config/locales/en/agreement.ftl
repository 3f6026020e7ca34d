# The agreement: its posts, /agreement, /facilitate agreement.

agreement-description = Read the group's agreement, agree to it, or withdraw
facilitate-agreement-description = The group's agreement
facilitate-agreement-publish-description = Publish the agreement: you see it first, exactly as members will
facilitate-agreement-history-description = Every version whole, what changed in it, and taking one back within an hour
facilitate-agreement-status-description = How many members agreed to which version; never who

# What stands in every copy of the text

agreement-heading =
    # { $title }
    Version { $version } · <t:{ $published }:D>
agreement-part = *Part { $part } of { $parts }*
agreement-what-changed = **What changed since version { $former }:** { $summary }
agreement-said = **From the facilitators:** { $said }
agreement-clause = **{ $number }. { $title }** { $body }
agreement-note = ***{ $title }*** { $body }
agreement-visible = *Agreeing gives you the role <@&{ $role }>: everyone can see that you agreed.*
agreement-superseded = **Version { $version } has taken the place of this one.** Type /agreement to read it.

agreement-button-agree = I agree
agreement-button-mine = Read it privately
agreement-button-withdraw = Withdraw
agreement-button-withdraw-confirm = Yes, withdraw
agreement-button-keep = Keep my agreement
agreement-button-suggest = Suggest a change
agreement-button-publish = Publish
agreement-button-again = Post again
agreement-button-cancel = Cancel

# Agreeing

agreement-accepted = Thank you. You have agreed to version { $version }. You can read it again or withdraw at any time with /agreement.
agreement-accepted-role = Thank you. You have agreed to version { $version }. Your role follows in a moment: everyone can see that you agreed. You can read it again or withdraw at any time with /agreement.
agreement-already = You had agreed to version { $version } before. It counts once, and all is well.
agreement-already-role = You had agreed to version { $version } before. It counts once, and all is well. Your role follows in a moment.

agreement-outdated = **There is a newer version: { $version }.** The button you pressed belongs to version { $pressed }, so nothing was counted. This is what changed:
agreement-outdated-unknown = **There is another version in force: { $version }.** The button you pressed no longer counts. Type /agreement to read it.
agreement-outdated-taken-back = **Version { $pressed } was published by mistake and taken back,** so nothing was counted. Version { $version } is in force. Type /agreement to read it.
agreement-outdated-ask = If you agree to version { $version }, press *I agree*. Type /agreement to read all of it.

# Where I stand

agreement-none = This group has not published an agreement yet. When a facilitator publishes one, you will find it in the group channel and here.
agreement-mine-not-agreed = **You have not agreed to this version.** Take the time you need. You can ask a facilitator anything first.
agreement-mine-agreed = **You have agreed to this version.** You can withdraw at any time.
agreement-mine-agreed-to-older = **You agreed to version { $accepted }. Now version { $version } is in force.** Your earlier agreement does not count for the new words. This is what changed:

# What changed, clause by clause

agreement-clause-name = Clause { $number }
agreement-note-name = “{ $title }”
agreement-change-added = **{ $name } is new**
agreement-change-reworded = **{ $name } was reworded**
agreement-change-moved = **“{ $title }” is { $name } now.** Its words are the same.
agreement-change-removed = **{ $name } was removed**
agreement-change-before = *Before:* **{ $title }** { $body }
agreement-change-now = *Now:* **{ $title }** { $body }
agreement-change-around = Only the words around the clauses changed.

agreement-summary-added = new: { $clauses }
agreement-summary-reworded = reworded: { $clauses }
agreement-summary-moved = moved: { $clauses }
agreement-summary-removed = removed: { $clauses }
agreement-summary-clause = clause { $number }

# Withdrawing

agreement-withdraw-ask = **Withdraw your agreement?** We then no longer keep that you agreed. Nobody is told, and you can agree again at any time.
agreement-withdraw-ask-role = **Withdraw your agreement?** We then no longer keep that you agreed, and your role is taken away. Others may notice that it is gone. You can agree again at any time.
agreement-withdrawn = You have withdrawn. We no longer keep that you agreed. If you change your mind, press *I agree*.
agreement-withdrawn-role = You have withdrawn. We no longer keep that you agreed, and your role is taken away in a moment. If you change your mind, press *I agree*.
agreement-withdraw-nothing = There was nothing to withdraw: you have not agreed to any version.
agreement-kept = Nothing has changed. You have still agreed.

# Publishing

agreement-preview-first = **Above is version { $version }, exactly as members will see it.** It will be posted in <#{ $channel }> with *I agree*, and pinned.
agreement-preview-next = **Above is version { $version }, exactly as members will see it.** It will be posted in <#{ $channel }> with *I agree*, and pinned. Version { $former } will be marked as superseded, and members who agreed to it are asked again.
agreement-preview-reporting-unset = *The agreement does not say yet whether facilitators are obliged by law to report. Someone who may Manage Server can set that with /setup show first.*
agreement-published = Version { $version } is posted in <#{ $channel }> and pinned. If it was a mistake, you can take it back within an hour with /facilitate agreement history.
agreement-published-not-pinned = Version { $version } is posted in <#{ $channel }>. I could not pin it: I lack the permission *Pin Messages* there, or the channel has too many pins. Someone who may pin can do it by hand. If publishing was a mistake, you can take it back within an hour with /facilitate agreement history.
agreement-published-later = Version { $version } is saved, but Discord did not answer. I will post it as soon as Discord does; you need not do anything.
agreement-publish-cancelled = Nothing was published.

agreement-unchanged = Version { $version } is in force, and nothing has changed since. There is nothing to publish.
agreement-unchanged-post-gone = Version { $version } is in force, and nothing has changed since, so there is nothing to publish. Its post is not in the group channel any more, though. Members can still read it and agree with /agreement. *Post again* brings it back: the version stays the same, and nobody is asked to agree again.
agreement-being-posted = Version { $version } is being posted at this moment. Please look again in a few minutes.
agreement-proposal-outdated = Something changed after this preview was made, so nothing was published. Please use /facilitate agreement publish again and look at the new preview.
agreement-channel-missing = The group channel is no longer there, so nothing was published. Someone who may *Manage Server* can choose another in /setup show.
agreement-channel-forbidden = I am not allowed to post in <#{ $channel }>, so nothing was published. I need *View Channel*, *Send Messages* and *Read Message History* there.

# Status

agreement-status-title = ## The agreement
agreement-status-in-force = Version { $version } is in force since <t:{ $published }:D>.
agreement-status-none = No version has been published yet. Use /facilitate agreement publish.
agreement-status-under-way = Version { $version } is being posted.
agreement-status-count = { $count ->
    [one] Version { $version }: 1 member
   *[other] Version { $version }: { $count } members
}
agreement-status-nobody = Nobody has agreed to a version yet.
agreement-status-who = *Each member counts once, at the version they agreed to last. Who they are is not shown to anyone.*
agreement-status-post-gone = Its post is not in <#{ $channel }> any more. Members can still read it and agree with /agreement. *Post again* brings it back: the version stays the same, and nobody is asked to agree again.
agreement-status-post-unknown = I could not look whether its post in <#{ $channel }> is still there.

# Posting again

agreement-again = Version { $version } is posted again in <#{ $channel }> and pinned.
agreement-again-not-pinned = Version { $version } is posted again in <#{ $channel }>. I could not pin it: I lack the permission *Pin Messages* there, or the channel has too many pins. Someone who may pin can do it by hand.
agreement-again-later = Discord did not answer just now. I will post version { $version } in <#{ $channel }> as soon as Discord does; you need not do anything.
agreement-again-needless = Version { $version } stands in the group channel, as far as I can see. There is nothing to post again.
agreement-again-missing = The group channel is no longer there, so nothing was posted. Someone who may *Manage Server* can choose another in /setup show; then press *Post again* once more.
agreement-again-forbidden = I am not allowed to post in <#{ $channel }>, so nothing was posted. I need *View Channel*, *Send Messages* and *Read Message History* there; then press *Post again* once more.

# The role after a new version

agreement-role-ends = **There is a newer version of the agreement: { $version }.** The role <@&{ $role }> is for those who agreed to it. You agreed to an older one, so the role goes on <t:{ $moment }:F>. If you would like to keep it, read the new version and press *I agree* before then; afterwards the same brings it back. Nothing else changes for you.

# What is kept, told with /privacy

privacy-kept-agreement = **The agreement.** If you agreed: a mark that recognises you and nobody else can read, with the number of the version; no time, no name. Facilitators see how many agreed, never who. If this group has a role for those who agreed, everyone can see that you have it. What you suggest for the agreement carries no name and cannot be found for anybody, you included; facilitators read it, and it is erased after the time this group has set.
agreement-kept-accepted = You have agreed to version { $version } of the agreement.
agreement-stays-role = Your role <@&{ $role }> is taken away in a moment. Until Discord has done that, a sealed note says whose role it is; after two days at most it is gone in any case.

# Told to the staff

agreement-role-trouble-missing = The role for those who agreed is no longer there, so I cannot give it. Members are not told of this and have lost nothing. Someone who may *Manage Server* can choose another role, or none, in /setup show.
agreement-role-trouble-forbidden = I am not allowed to give the role <@&{ $role }> to those who agreed. I need *Manage Roles*, and my own role must stand above it in Server Settings → Roles; a role that can manage the server or its members I give to nobody. Members are not told of this and have lost nothing; I keep trying for a day. Those who still lack it then get it when they press *I agree* once more.
agreement-not-posted-missing = Version { $version } of the agreement could not be posted: the group channel is no longer there. It was taken back. Someone who may *Manage Server* can choose another channel in /setup show; then publish again.
agreement-not-posted-forbidden = Version { $version } of the agreement could not be posted: I am not allowed to post in <#{ $channel }>. It was taken back. Give me *View Channel*, *Send Messages* and *Read Message History* there; then publish again.
