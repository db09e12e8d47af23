using Pipeline.Processor.Detection;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Routing;

/// <summary>The state of route: how far each tenant's time has come, and what each org is used to.</summary>
internal sealed class RouteCodecs : IStateCodecs
{
    public IStateCodec For(string key) =>
        StateKey.Kind(key) switch
        {
            TenantClock.Prefix => TenantClock.Codec,
            OrgHistory.Prefix => OrgHistory.Codec,
            var kind => throw new UnreadableStateException(
                $"State {key} belongs to {kind}, which this version of route does not have: run the version that "
                    + "wrote it, or delete the key from the changelog with a tombstone."
            ),
        };
}
