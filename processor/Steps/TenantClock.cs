using System.Text.Json.Serialization;

namespace Pipeline.Processor.Steps;

/// <summary>
/// How far a tenant's event time has come in a partition. Kept in the state, so that it survives a restart.
/// </summary>
internal sealed record TenantClock(DateTimeOffset Now)
{
    /// <summary>First part of the keys of clocks.</summary>
    public const string Prefix = "clock";

    [JsonIgnore]
    public static IStateCodec Codec { get; } = new JsonStateCodec<TenantClock>(StepsJson.Default.TenantClock);

    public static string Key(string tenant) => $"{Prefix}|{tenant}";
}
