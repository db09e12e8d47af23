namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>The logical prompts of a user in order of their first event, bounded. A working copy.</summary>
internal sealed class PromptRing(IReadOnlyList<LogicalPrompt> prompts, MfaFatigueOptions options)
{
    /// <summary>Logical prompts remembered.</summary>
    public const int Max = 64;

    /// <summary>Bytes of prompts remembered; ordinary prompts never reach it.</summary>
    private const int MaxWeight = 20 * 1024;

    public List<LogicalPrompt> Items { get; } = [.. prompts];

    public LogicalPrompt this[int index]
    {
        get => Items[index];
        set => Items[index] = value;
    }

    public int Count => Items.Count;

    /// <summary>Adds a prompt as the newest.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="evicted">Called with each prompt that had to go for it.</param>
    /// <returns>Its index.</returns>
    public int Add(LogicalPrompt prompt, Action<LogicalPrompt> evicted)
    {
        var weight = prompt.Weight;
        foreach (var known in Items)
        {
            weight += known.Weight;
        }

        while (Items.Count > 0 && (Items.Count >= Max || weight > MaxWeight))
        {
            var oldest = Items[0];
            weight -= oldest.Weight;
            evicted(oldest);
            Items.RemoveAt(0);
        }

        Items.Add(prompt);
        return Items.Count - 1;
    }

    /// <summary>
    /// Foreign prompts in the compromise window that the user refused, or has not answered. All refusals of a running
    /// episode count if the last of them is in the window.
    /// </summary>
    /// <param name="time">End of the window.</param>
    /// <param name="episode">Beginning of the running episode, or null.</param>
    public RefusedBefore Before(DateTimeOffset time, DateTimeOffset? episode)
    {
        int negatives = 0,
            earlier = 0,
            unanswered = 0,
            slow = 0;
        foreach (var prompt in Items)
        {
            if (prompt.Excused || prompt.IsOwn)
            {
                continue;
            }

            slow +=
                prompt is { IsNegative: true, Standing: SourceStanding.New, InEpisode: false }
                && time - prompt.First <= options.SlowCompromiseWindow
                    ? 1
                    : 0;
            if (time - prompt.First <= options.CompromiseWindow)
            {
                negatives += prompt.IsNegative ? 1 : 0;
                unanswered += prompt.IsUnanswered || prompt.Outcome == PromptOutcome.Open ? 1 : 0;
            }
            else
            {
                earlier += prompt is { IsNegative: true, InEpisode: true } && prompt.First >= episode ? 1 : 0;
            }
        }

        return new RefusedBefore(negatives > 0 ? negatives + earlier : 0, unanswered, slow);
    }

    /// <summary>The newest prompt asked from the source of a signal, within the compromise window; or -1.</summary>
    public int AskedFrom(MfaSource? source, DateTimeOffset time)
    {
        for (var i = Items.Count - 1; i >= 0 && source is not null; i--)
        {
            if (
                Items[i] is { Source: { } asked, Excused: false } prompt
                && time - prompt.First <= options.CompromiseWindow
                && SourceBaseline.IsSame(asked, source)
            )
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// A sign-in from a source explains a few refused, and any unanswered, prompts just asked from there: they were the
    /// user's own and count no more.
    /// </summary>
    public void Excuse(MfaSource source, DateTimeOffset time)
    {
        var slips = 0;
        foreach (var prompt in Items)
        {
            slips += IsSlip(prompt, source, time) && prompt.IsNegative ? 1 : 0;
        }

        for (var i = 0; i < Items.Count && slips <= options.CompromiseNegatives; i++)
        {
            if (IsSlip(Items[i], source, time))
            {
                Items[i] = Items[i] with { Excused = true };
            }
        }
    }

    /// <summary>Forgets what no window can reach any more.</summary>
    /// <param name="time">Now.</param>
    /// <param name="episode">Beginning of the running episode, whose prompts stay.</param>
    public void Forget(DateTimeOffset time, DateTimeOffset? episode) =>
        Items.RemoveAll(x =>
            time - x.First > (x.IsNegative && !x.Excused && !x.InEpisode ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1))
            && !(x.InEpisode && x.First >= episode)
        );

    private bool IsSlip(LogicalPrompt prompt, MfaSource source, DateTimeOffset time) =>
        !prompt.InEpisode
        && !prompt.Excused
        && prompt.Outcome != PromptOutcome.Accepted
        && prompt.Standing != SourceStanding.New
        && time - prompt.First <= options.BurstWindow
        && prompt.Source is { } asked
        && SourceBaseline.IsSame(asked, source);
}
