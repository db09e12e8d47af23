namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Addresses of a network.</summary>
internal sealed class CidrTest(Network network) : ValueTest
{
    public override bool Holds(in FieldValue value, string text) =>
        Network.TryAddress(text, out var address) && network.Contains(address);
}
