using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Processor.Alerts;

/// <summary>Ids of alerts: from what the alert is, never from when it was computed.</summary>
internal static class AlertId
{
    /// <param name="ruleId">Rule or detector.</param>
    /// <param name="tenant">Integration.</param>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="firstEvent">uuid of the first contributing event of the episode.</param>
    /// <returns>The rule in lower case, a colon, and 24 hexadecimal digits.</returns>
    public static string Of(string ruleId, string tenant, string entity, string firstEvent)
    {
        // The unit separator cannot be part of any of them, so no two tuples give the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{ruleId}\u001f{tenant}\u001f{entity}\u001f{firstEvent}"));
        return $"{ruleId.ToLowerInvariant()}:{Convert.ToHexStringLower(hash)[..24]}";
    }
}
