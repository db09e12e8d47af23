namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// The events of an entity in order of time, during one step. The array it begins with belongs to the state before:
/// whatever changes, changes in a copy.
/// </summary>
internal sealed class MarkList(IReadOnlyList<Mark> marks)
{
    private Mark[] _marks = marks as Mark[] ?? [.. marks];
    private bool _owned;

    public int Count => _marks.Length;

    public Mark this[int index] => _marks[index];

    /// <summary>Puts an event in its place.</summary>
    /// <returns>Whether it is new here, or tells anew what was taken back.</returns>
    public bool Place(Mark mark)
    {
        var place = _marks.Length;
        while (place > 0 && Mark.Compare(_marks[place - 1], mark) >= 0)
        {
            place--;
            if (_marks[place].Event.Uuid == mark.Event.Uuid)
            {
                if (!Retractions.Revives(mark.Event, _marks[place].Event, _marks))
                {
                    return false;
                }

                Replace(place, mark);
                return true;
            }
        }

        var longer = new Mark[_marks.Length + 1];
        Array.Copy(_marks, longer, place);
        longer[place] = mark;
        Array.Copy(_marks, place, longer, place + 1, _marks.Length - place);
        (_marks, _owned) = (longer, true);
        return true;
    }

    public void Replace(int index, Mark mark)
    {
        if (!_owned)
        {
            (_marks, _owned) = ([.. _marks], true);
        }

        _marks[index] = mark;
    }

    /// <summary>
    /// What a finding rests on is kept as long as the finding lives, however short its own retention.
    /// </summary>
    /// <param name="finding">The finding.</param>
    /// <param name="until">When the finding is over for good.</param>
    public void Hold(Finding finding, DateTimeOffset until)
    {
        foreach (var (moment, _) in finding.Evidence)
        {
            if (moment.Mark.Until >= until)
            {
                continue;
            }

            var i = Array.FindIndex(_marks, x => x.Event.Uuid == moment.Event.Uuid);
            if (i >= 0 && _marks[i].Until < until)
            {
                Replace(i, _marks[i] with { Until = until });
            }
        }
    }

    /// <summary>Drops what rules have learnt from and nobody asks for any more.</summary>
    public void Forget(DateTimeOffset watermark)
    {
        foreach (var mark in _marks)
        {
            if (IsGone(mark, watermark))
            {
                Drop(watermark);
                return;
            }
        }
    }

    /// <summary>Keeps within the bound.</summary>
    /// <returns>The time of the last event that had to go early; null where none had to.</returns>
    public DateTimeOffset? Bound()
    {
        var (kept, overflowed) = MarkBound.Keep(_marks);
        if (overflowed is not null)
        {
            (_marks, _owned) = (kept, true);
        }

        return overflowed;
    }

    /// <summary>What the next state keeps. The list is not to be used any more.</summary>
    public Mark[] ToState() => _marks;

    // Apart: a lambda in the method above would cost a closure for each event.
    private void Drop(DateTimeOffset watermark) =>
        (_marks, _owned) = (Array.FindAll(_marks, x => !IsGone(x, watermark)), true);

    private static bool IsGone(Mark mark, DateTimeOffset watermark) =>
        mark.Settled is not null && mark.Until <= watermark;
}
