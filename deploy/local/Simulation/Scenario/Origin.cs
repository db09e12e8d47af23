namespace Pipeline.Local.Simulation.Scenario;

/// <summary>Where a request comes from, as the three pieces of JSON that say so in an event.</summary>
/// <param name="Ip">The address.</param>
/// <param name="Client">The <c>client</c> object.</param>
/// <param name="Security">The <c>securityContext</c> object.</param>
/// <param name="IpChain">The <c>request.ipChain</c> array.</param>
internal sealed record Origin(
    string Ip,
    ReadOnlyMemory<byte> Client,
    ReadOnlyMemory<byte> Security,
    ReadOnlyMemory<byte> IpChain
);
