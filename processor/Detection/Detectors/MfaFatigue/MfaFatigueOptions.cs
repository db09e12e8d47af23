using System.Collections.Frozen;
using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Thresholds, windows and lists of one tenant. Immutable.</summary>
internal sealed record MfaFatigueOptions
{
    public static MfaFatigueOptions Default { get; } = new();

    /// <summary>
    /// Fewer prompts and answers than this cross no threshold, except one approval's or that of wrong numbers.
    /// </summary>
    public int FewestPrompts =>
        Math.Min(
            Math.Min(Math.Min(BurstNegatives, BurstNegativesNewSource), Math.Min(BurstPrompts, CompromiseNegatives)),
            Math.Min(
                Math.Min(SlowPromptsPerHour, SlowTimeoutsPerHour),
                Math.Min(SlowNegativesPerHour, SlowNegativesPerDay)
            )
        );

    /// <summary>How late an event may come and still count in its place.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMinutes(15);

    [Description("Published bombing rules count over 10 minutes (Elastic, Okta hunts, Chronicle).")]
    public TimeSpan BurstWindow { get; init; } = TimeSpan.FromMinutes(10);

    [Description("Five refusals: Elastic's rule and hunts. Two is noise by mis-taps, ten misses the lab attack.")]
    public int BurstNegatives { get; init; } = 5;

    [Description("Three are enough if the source is new: the cheaper path between the published 2 and 5.")]
    public int BurstNegativesNewSource { get; init; } = 3;

    [Description("Two wrong numbers: the user guesses a number somebody else sees (ours).")]
    public int BurstWrongNumbers { get; init; } = 2;

    [Description("Six prompts without an approval: above a slow phone's retries, below Azure's 10 (ours).")]
    public int BurstPrompts { get; init; } = 6;

    [Description("Refusals of a new source in the burst window that are worth watching.")]
    public int WatchNegatives { get; init; } = 2;

    [Description("Prompts of a new source in the burst window, none approved, that are worth watching.")]
    public int WatchPrompts { get; init; } = 3;

    [Description("The same of a source of which nothing is known, as at the beginning of a log.")]
    public int WatchPromptsUnknown { get; init; } = 4;

    [Description("Slow bombing, one prompt in 8 to 15 minutes (ours; the published hunt uses more than 5 per hour).")]
    public int SlowNegativesPerHour { get; init; } = 8;

    [Description(
        "Refused or ignored prompts in an hour that were not asked from a usual source (Azure: more than 10)."
    )]
    public int SlowPromptsPerHour { get; init; } = 10;

    [Description("The same where Okta reports them as unanswered or abandoned (Okta: more than 5).")]
    public int SlowTimeoutsPerHour { get; init; } = 6;

    [Description("Slow bombing over a day (ours).")]
    public int SlowNegativesPerDay { get; init; } = 15;

    [Description("An approval this long after the refusals belongs to them (ours; three times the burst window).")]
    public TimeSpan CompromiseWindow { get; init; } = TimeSpan.FromMinutes(30);

    [Description(
        "The same for what a new source asked and got: one prompt in 15 minutes stays below every count (ours)."
    )]
    public TimeSpan SlowCompromiseWindow { get; init; } = TimeSpan.FromHours(2);

    [Description("Refusals before an approval that make it a compromise (Anvilogic: more than 3; ours one fewer).")]
    public int CompromiseNegatives { get; init; } = 3;

    [Description("Unanswered prompts before an approval from a new source (Chronicle: more than 4 prompts).")]
    public int CompromiseUnanswered { get; init; } = 5;

    [Description("What follows an approval within the hour belongs to it.")]
    public TimeSpan FollowOnWindow { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Distinct applications after a compromise that are a step of their own.")]
    public int RapidApps { get; init; } = 5;

    [Description("Silence that ends an episode.")]
    public TimeSpan EpisodeGap { get; init; } = TimeSpan.FromMinutes(30);

    [Description("An episode that goes on is told again this often.")]
    public TimeSpan Reminder { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Okta publishes no expiry of a push; five minutes is assumed.")]
    public TimeSpan AnswerWindow { get; init; } = TimeSpan.FromMinutes(5);

    [Description("Several devices ring within about 2 s; 5 s leaves room.")]
    public TimeSpan FanOut { get; init; } = TimeSpan.FromSeconds(5);

    [Description("Classic tells one answer in two events.")]
    public TimeSpan DoubleAnswer { get; init; } = TimeSpan.FromSeconds(3);

    [Description("Carriers put phones hundreds of kilometres off; beyond this they are elsewhere.")]
    public double FarKilometres { get; init; } = 500;

    [Description("A source used in the last fortnight is usual.")]
    public TimeSpan BaselineAge { get; init; } = TimeSpan.FromDays(14);

    [Description("How long a source that is new to a user with a history must wait before it counts as usual.")]
    public TimeSpan BaselineProbation { get; init; } = TimeSpan.FromHours(1);

    [Description("Bound on remembered usual sources.")]
    public int MaxBaselineSources { get; init; } = 16;

    /// <summary>Users never alerted on: ids or logins, e.g. of a demo account.</summary>
    public IReadOnlySet<string> AllowedUsers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Sources that count as usual for everyone, e.g. the organisation's own gateways.</summary>
    public IReadOnlyList<System.Net.IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Ids or logins of administrators: their alerts are one step more severe.</summary>
    public IReadOnlySet<string> AdminUsers { get; init; } = FrozenSet<string>.Empty;
}
