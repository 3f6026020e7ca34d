# What whoever raised a concern reads when its readers change where it stands. Those readers see the same sentences
# before they send them. Change with care: the person may be frightened.

event-in-progress = We are working on what you told us.
event-asking = We have a question for you, or need to know what you would like. Nothing more happens until you answer here.
event-reopened = We have taken this up again.

# One for each outcome in concerns.toml. Never more than is true, and nothing about any other person.
outcome-recorded = We have put what you told us on record, as you wished. Nothing else was done.
outcome-supported = Somebody was there for you. For now nothing else is planned.
outcome-settled = It was talked over and settled with those it touches.
outcome-changed = Something in how this group works was changed because of what you told us.
outcome-acted = Something was done about what you told us. We cannot say more: it concerns another person.
outcome-passed-on = We passed it on to someone outside this group who can do more than we can.
outcome-unclear = We looked into it and could not find out enough to act. That does not mean that we do not believe you.
outcome-unfounded = We looked into it and came to see it differently. You did nothing wrong by telling us, and it is not held against you.
