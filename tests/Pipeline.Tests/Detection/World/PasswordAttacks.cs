using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Tests.Detection.Credentials;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>Guessing in all its forms, and what follows when a guess was right.</summary>
internal static class PasswordAttacks
{
    private static readonly Place Evil = Place.Attacker;

    public static IReadOnlyList<Story> Stories { get; } =
    [
        new(
            "a spray from many addresses of one network",
            "OKTA-CRED-001",
            Severity.Medium,
            x => Enumerable.Range(0, 14).Select(i => Refused(Other(x, i), i * 15, Near(i), $"n{i}"))
        ),
        new(
            "a spray of names nobody has",
            "OKTA-CRED-001",
            Severity.Medium,
            x => Enumerable.Range(0, 15).SelectMany(i => Tries.Guessed($"guess{i}@example.com", At(i * 12), Evil))
        ),
        new(
            "a spray through the directory agent",
            "OKTA-CRED-001",
            Severity.Medium,
            x => Enumerable.Range(0, 12).Select(i => Agent(Other(x, i), i * 20))
        ),
        new(
            "a slow spray over forty minutes",
            "OKTA-CRED-001",
            Severity.Medium,
            x => Enumerable.Range(0, 24).Select(i => Refused(Other(x, i % 8), i * 100, Evil, $"sl{i}"))
        ),
        new(
            "guesses that change address and browser",
            "OKTA-CRED-004",
            Severity.Medium,
            x =>
                Enumerable
                    .Range(0, 14)
                    .Select(i =>
                        Refused(
                            x,
                            i * 60,
                            Near(i % 7) with
                            {
                                Agent = $"Mozilla/5.0 (X11; Linux) Firefox/{100 + i}",
                                DeviceToken = $"dt-rot-{i}",
                            },
                            $"ro{i}"
                        )
                    )
        ),
        new(
            "codes guessed after the password",
            "OKTA-CRED-004",
            Severity.Medium,
            x =>
                Enumerable
                    .Range(0, 22)
                    .Select(i => x.Factor(At(i * 30), Evil, "GOOGLE_AUTHENTICATOR", $"gc{i}", "FAILURE"))
                    .Select(Invalid)
        ),
        new(
            "a lockout storm",
            "OKTA-CRED-006",
            Severity.Medium,
            x =>
                Enumerable
                    .Range(0, 8)
                    .Select(i =>
                        Other(x, i).Event("user.account.lock", At(i * 20), Evil, null, "FAILURE", "LOCKED_OUT")
                    )
        ),
        new(
            "three lockouts in an afternoon",
            "OKTA-CRED-006",
            Severity.Medium,
            x =>
                Enumerable
                    .Range(0, 3)
                    .Select(i => x.Event("user.account.lock", At(i * 4000), Evil, null, "FAILURE", "LOCKED_OUT")),
            Lack.Provider,
            Lack.Geo,
            Lack.Agent,
            Lack.DeviceToken
        )
        {
            NeedsHistory = true,
        },
        new(
            "an address ThreatInsight knows gets in",
            "OKTA-CRED-007",
            Severity.High,
            x => [Act.Threat(At(0), Evil), .. SignIn(x, 7200, Evil, "ti")]
        ),
        new(
            "an address ThreatInsight knows enrols a device",
            "OKTA-CRED-007",
            Severity.High,
            x => [Act.Threat(At(0), Evil), x.On(x, "device.enrollment.create", At(3600), Evil)]
        ),
        new(
            "guessed, then right, from the neighbour's address",
            "OKTA-CRED-005",
            Severity.High,
            x =>
                [
                    .. Enumerable.Range(0, 14).Select(i => Refused(x, i * 40, Evil, $"gu{i}")),
                    .. SignIn(x, 1500, Near(3), "gr"),
                ],
            Lack.Provider
        ),
    ];

    private static Place Near(int i) => Evil with { Ip = $"203.0.113.{20 + i}" };

    private static JsonObject Invalid(JsonObject json)
    {
        json["outcome"]!["reason"] = "INVALID_CREDENTIALS";
        return json;
    }

    private static JsonObject Agent(Some some, double at) =>
        some.Event("user.authentication.auth_via_AD_agent", At(at), Evil, null, "FAILURE", "INVALID_CREDENTIALS");
}
