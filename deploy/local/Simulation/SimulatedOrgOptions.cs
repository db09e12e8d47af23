using System.Net;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Local.Simulation.OAuth;

namespace Pipeline.Local.Simulation;

/// <summary>What kind of org to simulate. A class, not a record: its text must not show the token.</summary>
internal sealed class SimulatedOrgOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Loopback unless the org must be reached from other containers.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public ulong Seed { get; init; } = 1;

    /// <summary>The API token that is accepted; null accepts any.</summary>
    public string? Token { get; init; }

    /// <summary>Ordinary events per second from now on.</summary>
    public double EventsPerSecond { get; init; }

    /// <summary>Ordinary events that have happened already, up to now.</summary>
    public long History { get; init; }

    /// <summary>Plays the push attack on each engine.</summary>
    public bool Attack { get; init; }

    /// <summary>When the first attack begins; the second one follows <see cref="BetweenAttacks"/> later.</summary>
    public TimeSpan AttackAfter { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan BetweenAttacks { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A JSON lines file whose lines are appended at the start.</summary>
    public string? EventsFile { get; init; }

    /// <summary>A file that keeps its log over restarts; null keeps it in memory alone.</summary>
    public string? JournalFile { get; init; }

    /// <summary>Users of the directory; the first of them play in the traffic.</summary>
    public int Users { get; init; } = 60;

    /// <summary>System Log requests per minute and token; 0 for no limit.</summary>
    public int RateLimitPerMinute { get; init; }

    /// <summary>Users API requests per minute and token; 0 for no limit.</summary>
    public int UsersRateLimitPerMinute { get; init; }

    /// <summary>Requests at the same time.</summary>
    public int Concurrency { get; init; } = 75;

    public FaultScript Faults { get; init; } = FaultScript.None;

    /// <summary>Service apps that may ask for OAuth tokens.</summary>
    public IReadOnlyList<OAuthClient> OAuthClients { get; init; } = [];
}
