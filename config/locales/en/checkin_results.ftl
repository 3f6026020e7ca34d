# Results and trends: exactly what was published, never a count.

facilitate-checkin-results-description = Results of closed check-ins, as they were published
facilitate-checkin-trend-description = How the published results of a check-in followed each other

checkin-results = ### Results of closed check-ins
checkin-results-choose = Look at a result
checkin-results-none = No check-in has closed yet. Until one has, nobody, you included, sees an answer or how many there are.
checkin-results-option = { $day } · { $title } · #{ $channel }
checkin-results-option-shown = Levels are shown
checkin-results-option-few = Too few answers to show
checkin-results-option-role = { $shown } · asked: @{ $role }
checkin-results-gone = There is no such result. It may have been erased, or its check-in is still open.
checkin-results-opened = -# Opened on { $day } in <#{ $channel }>.
checkin-results-opened-role = -# Opened on { $day } in <#{ $channel }>, for people with the role <@&{ $role }>.
checkin-results-all = All results
checkin-results-trend = Trend
checkin-results-comments =
    ### Comments
    In no order, without mentions and links. Please do not ask or guess who wrote what.
checkin-results-comments-erased = -# The comments were erased: they are kept for a limited time.
checkin-results-comments-none = -# Comments were allowed. Too few people wrote one, so they were destroyed unread.

checkin-trends = ### Trends of closed check-ins
checkin-trends-choose = Look at a trend
checkin-trend =
    ## { $title }: how it went
    Round by round, exactly as it was published. The oldest comes first.
checkin-trend-where = -# Asked in <#{ $channel }>.
checkin-trend-where-role = -# Asked in <#{ $channel }>, of people with the role <@&{ $role }>.
checkin-trend-legend = -# low = { $low }; good = { $good }
checkin-trend-day = { $day } · { $shown }
checkin-trend-levels = low: { $low }, good: { $good }
checkin-trend-none = nothing shown
checkin-trend-empty = Nothing has been published of this check-in so far: there were always too few answers.
checkin-trend-post = Post it in the channel
checkin-trend-posted = The trend is posted in <#{ $channel }>.

# The picture: its words, and the same for those who do not see it
checkin-picture-one = { $title }: one check-in, on { $last }.
checkin-picture-all = { $title }: { $total } check-ins from { $first } to { $last }, the latest first.
checkin-picture-some = { $title }: the last { $shown } of { $total } check-ins, from { $first } to { $last }, the latest first.
checkin-picture-question = { $name }, low: { $low }; good: { $good }.
checkin-chart-low = low: the worst answers
checkin-chart-good = good: the best answers
checkin-chart-day = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
