using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Routing;

/// <summary>The only state of route: how far each tenant's time has come.</summary>
internal sealed class ClockCodecs : IStateCodecs
{
    public IStateCodec For(string key) => TenantClock.Codec;
}
