# /facilitate agreement history: every version whole, and taking the newest back.

agreement-history-title = ## Every version of the agreement
agreement-history-none = No version has been published yet. Use /facilitate agreement publish.
agreement-history-choose = Choose a version to read it whole
agreement-history-version = Version { $version }
agreement-history-line = { $count ->
    [0] **Version { $version }** · <t:{ $published }:D> · { $state }
    [one] **Version { $version }** · <t:{ $published }:D> · { $state } · 1 member agreed to it last
   *[other] **Version { $version }** · <t:{ $published }:D> · { $state } · { $count } members agreed to it last
}
agreement-history-in-force = in force
agreement-history-under-way = being posted
agreement-history-former = an earlier version
agreement-history-taken-back = taken back
agreement-history-changes = **Clause by clause since version { $former }**
agreement-history-page = *Page { $page } of { $pages }*
agreement-history-button-older = Older
agreement-history-button-newest = Newest
agreement-history-button-back = Back
agreement-history-button-next = Next
agreement-history-button-list = All versions

# Taking back

agreement-button-take-back = Take back
agreement-button-take-back-version = Take version { $version } back
agreement-button-take-back-confirm = Yes, take it back
agreement-button-leave = Leave it
agreement-back-ask = **Take version { $version } back?** It counts for nothing from then on: whoever agreed to it is forgotten and can agree to version { $former }, which is in force again. The post says that it was taken back; its words no longer stand there. The number { $version } is not used again. What was drafted for it is still in /facilitate agreement edit.
agreement-back-ask-first = **Take version { $version } back?** It counts for nothing from then on, and whoever agreed to it is forgotten. No agreement is in force until you publish one. The post says that it was taken back; its words no longer stand there. The number { $version } is not used again. What was drafted for it is still in /facilitate agreement edit.
agreement-back-done = Version { $version } is taken back, and version { $in_force } is in force again. This is noted in the trail.
agreement-back-done-none = Version { $version } is taken back. No agreement is in force now. This is noted in the trail.
agreement-back-later = Discord did not answer just now: the posts in the channel follow as soon as it does. You need not do anything.
agreement-back-already = Version { $version } was taken back already.
agreement-back-superseded = Version { $version } is not the newest any more, so it cannot be taken back. You can publish another version at any time.
agreement-back-too-late = A version can be taken back within an hour of publishing. For version { $version } that hour is over. You can publish another version at any time: members are shown what changed and asked again.
agreement-back-post = **Version { $version } was published by mistake and taken back.** It counts for nothing. If you had agreed to it, that is forgotten: version { $in_force } is in force, and you can agree to it with /agreement.
agreement-back-post-none = **Version { $version } was published by mistake and taken back.** It counts for nothing. If you had agreed to it, that is forgotten. A new one will stand here when it is ready.
