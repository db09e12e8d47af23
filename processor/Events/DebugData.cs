using System.Text.Json;

namespace Pipeline.Processor.Events;

/// <summary>
/// The members of <c>debugContext.debugData</c> that are read of an event. It is the object with most of them, so they
/// are found in one pass.
/// </summary>
internal sealed class DebugData
{
    private static readonly MemberNames Names = new();

    private readonly JsonElement[] _found = new JsonElement[Names.Count];

    public static int AuthnRequestId { get; } = Names.Add("authnRequestId");
    public static int DeviceToken { get; } = Names.Add("dtHash");
    public static int Factor { get; } = Names.Add("factor");
    public static int FactorIntent { get; } = Names.Add("factorIntent");
    public static int PushResponse { get; } = Names.Add("pushOnlyResponseType");
    public static int NumberChallengeResponse { get; } = Names.Add("pushWithNumberChallengeResponseType");
    public static int Risk { get; } = Names.Add("risk");
    public static int ThreatSuspected { get; } = Names.Add("threatSuspected");
    public static int RequestUri { get; } = Names.Add("requestUri");
    public static int LogOnlySecurityData { get; } = Names.Add("logOnlySecurityData");
    public static int Behaviors { get; } = Names.Add("behaviors");
    public static int Tunnels { get; } = Names.Add("tunnels");

    /// <summary>Those that are kept as they are: see <see cref="EventDetails"/>.</summary>
    public static IReadOnlyList<(string Key, int Place)> Details { get; } =
    [.. EventDetails.Keys.Select(x => (x, Names.Add(x)))];

    /// <summary>The member at a place; undefined where there is none.</summary>
    public JsonElement this[int place] => _found[place];

    /// <summary>Turns to another event.</summary>
    public void Read(JsonElement debugData) => Names.Find(debugData, _found);

    /// <summary>Lets go of the event.</summary>
    public void Clear() => Array.Clear(_found);
}
