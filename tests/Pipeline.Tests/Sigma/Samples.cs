using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Sigma;

/// <summary>Small events and rules for the tests of the Sigma engine.</summary>
internal static class Samples
{
    public const string Tenant = "acme";

    public static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An event; the given members replace those of an ordinary one.</summary>
    public static EventView Event(string members = "{}", string type = "user.session.start")
    {
        var json = JsonNode.Parse(
            $$"""
            {
              "uuid": "u-1", "published": "2026-05-12T12:00:00.000Z", "eventType": "{{type}}",
              "actor": {"id": "00u1", "type": "User", "alternateId": "dana@example.com", "displayName": "Dana L"},
              "client": {"ipAddress": "198.51.100.23", "userAgent": {"rawUserAgent": "Mozilla/5.0", "browser": "CHROME"} },
              "outcome": {"result": "FAILURE", "reason": null},
              "securityContext": {"asNumber": 64502, "isProxy": true},
              "debugContext": {"debugData": {"requestUri": "/api/v1/authn", "threatSuspected": "false"} },
              "target": [
                {"id": "0oa1", "type": "AppInstance", "displayName": "Okta Admin Console"},
                {"id": "00u2", "type": "User", "displayName": null}
              ]
            }
            """
        )!;
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return Read(json.ToJsonString());
    }

    public static EventView Read(string json)
    {
        Assert.True(EventView.TryParse(Encoding.UTF8.GetBytes(json), out var view, out var defect), defect?.ToString());
        return view!;
    }

    public static SigmaRuleSet Load(params string[] texts) =>
        SigmaRuleSet.Load(texts.Select((text, i) => ($"rule{i}.yml", text)));

    /// <summary>A rule of one detection, given as the YAML below <c>detection</c>.</summary>
    public static string Rule(string detection, string title = "T", string id = "r1")
    {
        var indented = string.Join('\n', detection.ReplaceLineEndings("\n").Split('\n').Select(x => "  " + x));
        return $"title: {title}\nid: {id}\nlogsource:\n  product: okta\n  service: "
            + $"okta\ndetection:\n{indented}\nlevel: high\n";
    }

    /// <summary>A rule of one selection, given as its YAML.</summary>
    public static string Selection(string selection)
    {
        var indented = string.Join('\n', selection.ReplaceLineEndings("\n").Split('\n').Select(x => "  " + x));
        return Rule($"selection:\n{indented}\ncondition: selection");
    }

    public static bool Matches(string rule, EventView view)
    {
        var rules = Load(rule);
        Assert.Empty(rules.Refusals);
        return rules.Match(view).Count == 1;
    }

    public static SigmaRefusal Refusal(string rule)
    {
        var rules = Load(rule);
        Assert.Empty(rules.Rules);
        return Assert.Single(rules.Refusals);
    }

    public static SigmaRouted Route(SigmaRuleSet rules, EventView view) =>
        new SigmaRouting(rules).Route(view, OktaEventReader.Read(view), Tenant, null);

    /// <summary>A sign-in failure, some seconds after noon.</summary>
    public static EventView Failure(string uuid, double seconds, string user = "00u1", string ip = "198.51.100.23") =>
        Event(
            $$"""
            {
              "uuid": "{{uuid}}", "published": "{{OktaTime.Text(Noon.AddSeconds(seconds))}}",
              "actor": {"id": "{{user}}", "type": "User", "alternateId": "{{user}}@example.com"},
              "client": {"ipAddress": "{{ip}}"}
            }
            """
        );
}
