using System.Text;
using Pipeline.Local.Simulation.Scenario;
using Pipeline.Processor.Rules;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Rules;

/// <summary>
/// Events in the shape of the wire: those of the tests beside rules, and traffic of the simulated org.
/// </summary>
internal static class RealEvents
{
    private const int Traffic = 300;
    private static readonly string[] Names = ["dana@example.com", "Tr0ub4dor&3", "0oa1svc"];

    public static IReadOnlyList<string> All { get; } = [.. OfTests().Concat(OfTraffic()).Concat(OfClassic())];

    private static IEnumerable<string> OfTests() =>
        Directory
            .EnumerateFiles(
                RepositoryFiles.PathOf("processor", "Rules"),
                "*" + RuleTestFile.Ending,
                SearchOption.AllDirectories
            )
            .Order(StringComparer.Ordinal)
            .SelectMany(RuleTestFile.Read)
            // A correlation's events are alike.
            .SelectMany(x => x.Events.Take(3))
            .Select(Encoding.UTF8.GetString);

    private static IEnumerable<string> OfTraffic() =>
        OrdinaryTraffic.Generate(11, Some.Noon, Traffic).Select(x => Encoding.UTF8.GetString(x.Span));

    /// <summary>Failed sign-ins of Classic, which still name their older type; one has a password for a name.</summary>
    private static IEnumerable<string> OfClassic() =>
        Names.Select(login =>
        {
            var json = new Some("unknown", login) { Classic = true }.SessionStart(
                Some.Noon,
                Detection.Place.Attacker,
                null,
                "FAILURE"
            );
            json["legacyEventType"] = "core.user_auth.login_failed";
            json["displayMessage"] = "User login to Okta";
            return json.ToJsonString();
        });
}
