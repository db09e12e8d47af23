using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.World;

/// <summary>Takes parts out of events.</summary>
internal static class Lacks
{
    public static JsonObject Without(this JsonObject json, Lack lack)
    {
        var copy = json.DeepClone().AsObject();
        switch (lack)
        {
            case Lack.Geo:
                copy["client"]!["geographicalContext"] = null;
                break;
            case Lack.DeviceToken:
                Some.Debug(copy).Remove("dtHash");
                break;
            case Lack.Provider:
                copy["securityContext"] = new JsonObject { ["asNumber"] = null, ["isProxy"] = null };
                break;
            case Lack.Agent:
                copy["client"]!["userAgent"] = null;
                copy["client"]!["device"] = null;
                break;
            case Lack.Session:
                copy["authenticationContext"] = new JsonObject { ["externalSessionId"] = "unknown" };
                break;
            case Lack.Flow:
                Some.Debug(copy).Remove("authnRequestId");
                break;
        }

        return copy;
    }
}
