using System.Collections.Concurrent;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// All rules about one kind of entity, over one timeline of it: an event is kept once, in its place in time, whoever
/// asks.
/// </summary>
internal sealed class TimelineDetector : IDetector
{
    private readonly ITimelineRule[] _rules;
    private readonly ILearningRule[] _learning;
    private readonly Func<OktaEvent, bool> _teaches;

    /// <summary>
    /// The rules that events ask, by their places as bits: there are few such sets, and a list for each event costs.
    /// </summary>
    private readonly ConcurrentDictionary<ulong, ITimelineRule[]> _asked = new();
    private readonly IDetectionOptions _options;

    /// <param name="kind">Kind of entity.</param>
    /// <param name="rules">The rules about it.</param>
    /// <param name="options">What each tenant wants.</param>
    public TimelineDetector(string kind, IReadOnlyList<ITimelineRule> rules, IDetectionOptions options)
    {
        (Kind, _rules, _options) = (kind, [.. rules], options);
        _learning = [.. rules.OfType<ILearningRule>()];
        _teaches = Teaches;
        Detections = [.. rules.Select(x => x.Info)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_rules.Length, 8 * sizeof(ulong), nameof(rules));
    }

    /// <inheritdoc/>
    public IReadOnlyList<DetectionInfo> Detections { get; }

    /// <inheritdoc/>
    public string Kind { get; }

    /// <inheritdoc/>
    public string StateKind => "timeline-" + Kind;

    /// <inheritdoc/>
    public IStateCodec StateCodec { get; } =
        new CompactStateCodec<Timeline>(
            new JsonStateCodec<Timeline>(TimelineJson.Default.Timeline),
            CompactTimeline.Write,
            CompactTimeline.Read
        );

    /// <inheritdoc/>
    public bool Concerns(string entity, OktaEvent e)
    {
        if (Teaches(e) || ShowsAdmin(entity, e))
        {
            return true;
        }

        foreach (var rule in _rules)
        {
            if (rule.Retention(entity, e) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public DetectorResult OnEvent(object? state, DetectorInput input)
    {
        var known = (Timeline?)state;
        var options = _options.Of(input.Tenant);
        var (asked, retention) = Asked(input.Entity, input.Event);
        var isWanted = asked.Length > 0 || Teaches(input.Event) || ShowsAdmin(input.Entity, input.Event);
        if (!isWanted || IsAllowed(input, known, options))
        {
            return DetectorResult.Unchanged(state, known?.Due);
        }

        var caughtUp = CatchUp(known, input, options);
        var before = (Timeline?)caughtUp.State;
        var until = input.Event.Published + (retention > options.Lateness ? retention : options.Lateness);
        var run = Run(input.Tenant, input.Entity, before ?? Timeline.Empty, input.Clock, options);
        var mark = Mark.Of(input.Kept, input.Source, until, options.IsAllowed(input.Event.Ip));
        if (run.IsTooLate(mark))
        {
            return caughtUp with { IsTooLate = true };
        }

        if (!run.Place(mark))
        {
            return caughtUp;
        }

        run.Settle(_learning, _teaches);
        // An administrator is one whenever it was shown: every rule may have to say it of what it has told already.
        asked = run.FoundAdmin ? _rules : asked;
        if (asked.Length > 0)
        {
            run.Judge(asked, input.Event.Published, input.Event.Uuid);
        }

        return Result(run.Result(), Joined(caughtUp.Alerts, run.Alerts), Joined(caughtUp.Signals, run.Signals));
    }

    /// <inheritdoc/>
    public DetectorResult OnTimer(object state, DetectorTimer timer)
    {
        var run = Wake(timer.Tenant, timer.Entity, (Timeline)state, timer.Due, _options.Of(timer.Tenant));
        return Result(run.Result(), run.Alerts, run.Signals);
    }

    /// <summary>
    /// Lets the timers that the clock has passed by go first: an event after a long silence must find what the silence
    /// left.
    /// </summary>
    private DetectorResult CatchUp(Timeline? timeline, DetectorInput input, DetectionOptions options)
    {
        if (!(timeline?.Due <= input.Clock))
        {
            return Result(timeline, [], []);
        }

        var (alerts, signals) = (new List<Alerts.Alert>(), new List<Alerts.Alert>());
        while (timeline?.Due is { } due && due <= input.Clock)
        {
            var run = Wake(input.Tenant, input.Entity, timeline, due, options);
            alerts.AddRange(run.Alerts);
            signals.AddRange(run.Signals);
            timeline = run.Result();
        }

        return Result(timeline, alerts, signals);
    }

    /// <summary>A timer, as of the time it asked for: the clock may have jumped far beyond it.</summary>
    private TimelineRun Wake(
        string tenant,
        string entity,
        Timeline timeline,
        DateTimeOffset due,
        DetectionOptions options
    )
    {
        var run = Run(tenant, entity, timeline, due, options);
        run.Settle(_learning, _teaches);
        run.Judge(_rules, arrived: null, $"timer {OktaTime.Text(due)}");
        return run;
    }

    private TimelineRun Run(
        string tenant,
        string entity,
        Timeline timeline,
        DateTimeOffset clock,
        DetectionOptions options
    ) => new(Kind, tenant, entity, timeline, clock, options);

    private static IReadOnlyList<Alerts.Alert> Joined(
        IReadOnlyList<Alerts.Alert> first,
        IReadOnlyList<Alerts.Alert> then
    ) => first.Count == 0 ? then : [.. first, .. then];

    private static DetectorResult Result(
        Timeline? timeline,
        IReadOnlyList<Alerts.Alert> alerts,
        IReadOnlyList<Alerts.Alert> signals
    )
    {
        var kept = timeline is null || timeline.IsEmpty ? null : timeline;
        return new DetectorResult(kept, kept?.Due, alerts) { Signals = signals };
    }

    /// <summary>The rules that want an event of an entity, and how long they want it.</summary>
    private (ITimelineRule[] Rules, TimeSpan Retention) Asked(string entity, OktaEvent e)
    {
        var places = 0UL;
        var longest = TimeSpan.Zero;
        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].Retention(entity, e) is { } retention)
            {
                places |= 1UL << i;
                longest = retention > longest ? retention : longest;
            }
        }

        var asked = _asked.TryGetValue(places, out var known)
            ? known
            : _asked.GetOrAdd(places, x => [.. _rules.Where((_, i) => (x & (1UL << i)) != 0)]);
        return (asked, longest);
    }

    /// <summary>
    /// Whether an event tells where its entity usually is: the user's own completed sign-ins, and the use of a token.
    /// </summary>
    private bool Teaches(OktaEvent e) =>
        Kind switch
        {
            EntityKind.User => Authentication.IsSignIn(e),
            EntityKind.ApiToken => e.ApiTokenId is not null && e.Ip is not null,
            EntityKind.Session => Detectors.Sessions.SessionHijackRule.IsContext(e),
            _ => false,
        };

    private bool ShowsAdmin(string entity, OktaEvent e) => Kind == EntityKind.User && AdminActivity.Shows(entity, e);

    private bool IsAllowed(DetectorInput input, Timeline? timeline, DetectionOptions options) =>
        (Kind == EntityKind.User && IsListed(options.AllowedUsers, input.Entity, timeline?.Name))
        || (Kind == EntityKind.Ip && options.IsAllowed(input.Entity))
        || (input.Event.ClientId is { } client && options.AllowedClients.Contains(client));

    private static bool IsListed(IReadOnlySet<string> list, string entity, string? name) =>
        list.Count > 0 && (list.Contains(entity) || (name is not null && list.Contains(name)));
}
