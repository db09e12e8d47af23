using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// OKTA-MFA-001: push bombing of one user. Each event is put in its place in time and the quarter of an hour that late
/// events may still change is judged again, so an alert comes with the event that completes it and the order of arrival
/// does not matter.
/// </summary>
internal sealed class MfaFatigueDetector(Func<string, MfaFatigueOptions>? options = null) : IDetector
{
    /// <summary>Bytes of signals kept open for late ones; in a flood the oldest settle early.</summary>
    private const int MaxPendingWeight = 20 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly MfaFatigueState Nothing = new();
    private readonly Func<string, MfaFatigueOptions> _options = options ?? (static _ => MfaFatigueOptions.Default);

    public IReadOnlyList<DetectionInfo> Detections { get; } = [MfaFatigueInfo.Info];
    public string Kind => EntityKind.User;
    public string StateKind => "okta-mfa-001";

    public IStateCodec StateCodec { get; } =
        new CompactStateCodec<MfaFatigueState>(
            new JsonStateCodec<MfaFatigueState>(MfaFatigueJson.Default.MfaFatigueState),
            CompactMfaState.Write,
            CompactMfaState.Read
        );

    public bool Concerns(string entity, OktaEvent e) =>
        MfaSignalReader.Concerns(entity, e) || AdminActivity.Shows(entity, e);

    public DetectorResult OnEvent(object? state, DetectorInput input)
    {
        var before = (MfaFatigueState?)state;
        var current = before ?? Nothing;
        var admin = AdminActivity.Seen(current.AdminSeen, input.Entity, input.Event);
        var signal = Signal(current, input);
        if (signal is null && admin == current.AdminSeen)
        {
            return DetectorResult.Unchanged(state, before?.Due);
        }

        var rules = _options(input.Tenant);
        var e = input.Event;
        if (IsListed(rules.AllowedUsers, input.Entity, signal?.Login ?? current.Login))
        {
            return DetectorResult.Unchanged(state, before?.Due);
        }

        var late = e.Published < input.Clock - rules.Lateness;
        current = current with { AdminSeen = admin };
        if (signal is not null)
        {
            current = current with { Pending = Insert(current.Pending, signal), Login = signal.Login ?? current.Login };
        }

        var lifecycle = Lifecycle(input.Tenant, input.Entity, current, rules, cause: e.Uuid);
        var run = new MfaRun(current, rules, lifecycle);
        run.Settle(input.Clock - rules.Lateness, MaxPendingWeight, pass: false);
        run.Judge(late ? e.Published : input.Clock, signal?.Kind);
        return Result(run, lifecycle, input.Clock, late ? input.Clock + rules.Lateness : input.Clock + Tick);
    }

    /// <summary>What an event says that was not said yet; null for nothing.</summary>
    private static MfaSignal? Signal(MfaFatigueState state, DetectorInput input) =>
        MfaSignalReader.Concerns(input.Entity, input.Event)
        && !(MfaSignalReader.IsAppAccess(input.Event) && IsUnprompted(state))
        && MfaSignalReader.Read(input.Event, input.Source) is { } signal
        && !IsNothing(state, signal)
            ? signal
            : null;

    public DetectorResult OnTimer(object state, DetectorTimer timer)
    {
        var rules = _options(timer.Tenant);
        var current = (MfaFatigueState)state;
        current = current.AdminSeen + AdminActivity.Age <= timer.Clock ? current with { AdminSeen = null } : current;
        var cause = $"timer {OktaTime.Text(timer.Due)}";
        var lifecycle = Lifecycle(timer.Tenant, timer.Entity, current, rules, cause);
        var run = new MfaRun(current, rules, lifecycle);
        run.Settle(timer.Clock - rules.Lateness, MaxPendingWeight, pass: true);
        run.Judge(timer.Clock, kind: null);
        return Result(run, lifecycle, timer.Clock, timer.Clock + Tick);
    }

    private static EpisodeLifecycle Lifecycle(
        string tenant,
        string user,
        MfaFatigueState state,
        MfaFatigueOptions options,
        string cause
    ) =>
        new(
            tenant,
            user,
            state,
            options,
            state.AdminSeen is not null || IsListed(options.AdminUsers, user, state.Login),
            cause
        );

    private static DetectorResult Result(
        MfaRun run,
        EpisodeLifecycle lifecycle,
        DateTimeOffset clock,
        DateTimeOffset earliest
    )
    {
        var state = run.State;
        if (state.IsEmpty)
        {
            return new DetectorResult(null, null, lifecycle.Alerts) { Signals = lifecycle.Signals };
        }

        var due = run.NextDue(clock);
        state = state with { Due = due < earliest ? earliest : due };
        return new DetectorResult(state, state.Due, lifecycle.Alerts) { Signals = lifecycle.Signals };
    }

    /// <summary>Seen already, or too late to have a place.</summary>
    private static bool IsNothing(MfaFatigueState state, MfaSignal signal)
    {
        if (state.Frontier is { } frontier && MfaSignal.Compare(signal.Event, frontier) <= 0)
        {
            return true;
        }

        foreach (var pending in state.Pending)
        {
            if (pending.Event.Uuid == signal.Event.Uuid)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Nobody prompts the user: an opened application means something after an approval only, and these are by far the
    /// most.
    /// </summary>
    private static bool IsUnprompted(MfaFatigueState state)
    {
        foreach (var signal in state.Pending)
        {
            if (signal.Kind <= MfaSignalKind.OtherFactor)
            {
                return false;
            }
        }

        return state.Settled.Prompts.Count == 0 && state.Settled.Episode is null;
    }

    private static MfaSignal[] Insert(IReadOnlyList<MfaSignal> pending, MfaSignal signal)
    {
        var place = pending.Count;
        while (place > 0 && MfaSignal.Compare(pending[place - 1].Event, signal.Event) > 0)
        {
            place--;
        }

        var inserted = new MfaSignal[pending.Count + 1];
        for (var i = 0; i < inserted.Length; i++)
        {
            inserted[i] =
                i < place ? pending[i]
                : i == place ? signal
                : pending[i - 1];
        }

        return inserted;
    }

    private static bool IsListed(IReadOnlySet<string> list, string user, string? login) =>
        list.Count > 0 && (list.Contains(user) || (login is not null && list.Contains(login)));
}
