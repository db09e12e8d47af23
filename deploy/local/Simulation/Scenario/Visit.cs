namespace Pipeline.Local.Simulation.Scenario;

/// <summary>One person at one browser for one activity: what its events have in common.</summary>
/// <param name="Person">Who.</param>
/// <param name="Browser">Where the browser is.</param>
/// <param name="DeviceToken">dtHash of the browser.</param>
/// <param name="Session">The session the activity gets or has.</param>
/// <param name="Key">Makes ids unique: the seed mixed with the number of the activity.</param>
internal sealed record Visit(Person Person, Origin Browser, string DeviceToken, string Session, ulong Key)
{
    /// <summary>The id of the n-th request of the activity.</summary>
    public string Request(int n) => Ids.Hex(32, Key, (ulong)n, 21);
}
