using System.Globalization;
using System.Text;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>ThreatInsight: the actor is an address, and there is no target.</summary>
internal static class Threat
{
    private static readonly Agent Script = new("python-requests/2.32.4", "Unknown", "UNKNOWN", "Unknown");

    public static EventDraft Detected(ulong key, int request)
    {
        var ip = $"203.0.113.{(100 + Mix.Below(100, key, (ulong)request)).ToString(CultureInfo.InvariantCulture)}";
        return new EventDraft
        {
            EventType = "security.threat.detected",
            Message = "Request from suspicious actor",
            Severity = "WARN",
            Result = "DENY",
            Reason = "Password Spray, Login failures with high unknown users count, Login Failures",
            Actor = Encoding.UTF8.GetBytes(
                $$"""{"id":"{{ip}}","type":"IP address","alternateId":"unknown","displayName":"{{ip}}","detailEntry":null}"""
            ),
            Origin = OriginBuilder.Build(ip, 64510, "Bulk Hosting", Place.Hosting, Script),
            Transaction = Ids.Hex(32, key, (ulong)request, 22),
            RequestUri = "/api/v1/authn",
            Debug =
            [
                ("threatDetections", """{"Password Spray":"HIGH","Login Failures":"MEDIUM"}"""),
                ("tunnels", """[{"anonymous":true,"operator":"EXAMPLE_VPN","type":"VPN"}]"""),
            ],
        };
    }
}
