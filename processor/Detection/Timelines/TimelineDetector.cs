using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// All rules about one kind of entity, over one timeline of it: an event is kept once, in its place in time, whoever asks.
/// </summary>
internal sealed class TimelineDetector : IDetector
{
    private readonly IReadOnlyList<ITimelineRule> _rules;
    private readonly IDetectionOptions _options;

    /// <param name="kind">Kind of entity.</param>
    /// <param name="rules">The rules about it.</param>
    /// <param name="options">What each tenant wants.</param>
    public TimelineDetector(string kind, IReadOnlyList<ITimelineRule> rules, IDetectionOptions options)
    {
        (Kind, _rules, _options) = (kind, rules, options);
        Detections = [.. rules.Select(x => x.Info)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<DetectionInfo> Detections { get; }

    /// <inheritdoc/>
    public string Kind { get; }

    /// <inheritdoc/>
    public string StateKind => "timeline-" + Kind;

    /// <inheritdoc/>
    public IStateCodec StateCodec { get; } = new JsonStateCodec<Timeline>(TimelineJson.Default.Timeline);

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
        var before = (Timeline?)state;
        var options = _options.Of(input.Tenant);
        if (IsAllowed(input, before, options))
        {
            return DetectorResult.Unchanged(state, before?.Due);
        }

        var (asked, retention) = Asked(input.Entity, input.Event);
        var until = input.Event.Published + (retention > options.Lateness ? retention : options.Lateness);
        var run = Run(input.Tenant, input.Entity, before ?? new Timeline(), input.Clock, options);
        if (!run.Place(Mark.Of(input.Event, input.Source, until)))
        {
            return DetectorResult.Unchanged(state, before?.Due);
        }

        run.Settle(_rules, Teaches);
        run.Judge(asked, input.Event.Published, input.Event.Uuid);
        return Result(run);
    }

    /// <inheritdoc/>
    public DetectorResult OnTimer(object state, DetectorTimer timer)
    {
        var options = _options.Of(timer.Tenant);
        var run = Run(timer.Tenant, timer.Entity, (Timeline)state, timer.Clock, options);
        run.Settle(_rules, Teaches);
        run.Judge(_rules, arrived: null, $"timer {OktaTime.Text(timer.Due)}");
        return Result(run);
    }

    private TimelineRun Run(
        string tenant,
        string entity,
        Timeline timeline,
        DateTimeOffset clock,
        DetectionOptions options
    ) => new(Kind, tenant, entity, timeline, clock, options);

    private static DetectorResult Result(TimelineRun run)
    {
        var timeline = run.Result();
        return timeline.IsEmpty
            ? new DetectorResult(null, null, run.Alerts)
            : new DetectorResult(timeline, timeline.Due, run.Alerts);
    }

    private (IReadOnlyList<ITimelineRule> Rules, TimeSpan Retention) Asked(string entity, OktaEvent e)
    {
        var asked = new List<ITimelineRule>(_rules.Count);
        var longest = TimeSpan.Zero;
        foreach (var rule in _rules)
        {
            if (rule.Retention(entity, e) is { } retention)
            {
                asked.Add(rule);
                longest = retention > longest ? retention : longest;
            }
        }

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
