using Pipeline.Local.Simulation.Api;
using Pipeline.Local.Simulation.Control;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Local.Simulation.OAuth;
using Pipeline.Local.Simulation.Scenario;
using Pipeline.Local.Simulation.Storage;

namespace Pipeline.Local.Simulation;

/// <summary>The state of a simulated org, without a server around it.</summary>
internal sealed class Org : IDisposable
{
    /// <summary>History fits into the week that a poller without <c>since</c> gets.</summary>
    private static readonly TimeSpan MaxHistory = TimeSpan.FromDays(6);

    private readonly Journal? _journal;

    /// <summary>Positions are 32 bits, and served counts take 12 bytes an event.</summary>
    private const long MaxEvents = 100_000_000;

    public Org(SimulatedOrgOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.History);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.History, MaxEvents);
        ArgumentOutOfRangeException.ThrowIfNegative(options.EventsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Users);
        ArgumentOutOfRangeException.ThrowIfNegative(options.RateLimitPerMinute);
        ArgumentOutOfRangeException.ThrowIfNegative(options.UsersRateLimitPerMinute);
        Options = options;
        _journal = options.JournalFile is { } file ? Journal.Open(file) : null;
        Time = time;
        Population = new Population(options.Seed, options.Users);
        var step = GeneratedHistory.DefaultStep;
        if (options.History > 0 && MaxHistory / options.History < step)
        {
            step = MaxHistory / options.History;
        }

        History = new GeneratedHistory(Population, time.GetUtcNow() - (step * options.History), step, options.History);
        Log = new EventLog(History, new OrdinaryTraffic(Population), _journal);
        Reader = new LogsReader(Log, Mix.Hash(options.Seed, 0x637572));
        Limits = new RateLimiter(time);
        Faults = new FaultPlan(options.Faults);
        Proofs = new DpopProofs(time);
        Tokens = new AccessTokens(options, time, Proofs);
    }

    public SimulatedOrgOptions Options { get; }
    public TimeProvider Time { get; }
    public Population Population { get; }
    public GeneratedHistory History { get; }
    public EventLog Log { get; }
    public LogsReader Reader { get; }
    public ServedCounts Served { get; } = new();
    public RateLimiter Limits { get; }
    public FaultPlan Faults { get; }
    public RequestLog Requests { get; } = new();
    public DpopProofs Proofs { get; }
    public AccessTokens Tokens { get; }

    /// <summary>Whether its log was there already when it started.</summary>
    public bool IsResumed => _journal is { Entries.Count: > 0 };

    public void Dispose() => _journal?.Dispose();
}
