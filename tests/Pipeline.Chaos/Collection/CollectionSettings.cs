using System.Globalization;

namespace Pipeline.Chaos.Collection;

/// <summary>What a run of the collector is made of.</summary>
/// <param name="Minutes">How long it is disturbed.</param>
/// <param name="Tenants">Orgs.</param>
/// <param name="Rate">Events a second of each org.</param>
/// <param name="Faults">Share of requests that an org answers badly.</param>
/// <param name="KillsBroker">Whether brokers are killed, too.</param>
internal sealed record CollectionSettings(
    int Seed,
    double Minutes,
    int Tenants,
    double Rate,
    double Faults,
    bool KillsBroker
)
{
    /// <summary>
    /// Whether orgs refuse credentials for a while, after which a tenant waits for half a minute or more.
    /// </summary>
    public bool RefusesCredentials { get; init; } = true;

    /// <summary>The command that repeats it.</summary>
    public string Command(int nodes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"dotnet run --project tests/Pipeline.Chaos -- collection --seed {Seed} --minutes {Minutes} --tenants "
                + $"{Tenants} --rate {Rate} --faults {Faults} --nodes {nodes}"
        ) + (KillsBroker ? "" : " --spare-broker");
}
