using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>Attacks on the org itself: roles, tokens, federation, defences.</summary>
internal static class AdministrationAttacks
{
    private static readonly Place Evil = Place.Attacker;
    private static readonly Some Desk = Act.HelpDesk;

    public static IReadOnlyList<Story> Stories { get; } =
    [
        new(
            "a super administrator for a token",
            "OKTA-ADM-001",
            Severity.Critical,
            x =>
                [
                    Desk.On(x, "user.account.privilege.grant", At(0), Place.Home)
                        .WithDetail("privilegeGranted", "Super administrator"),
                    x.Does("system.api_token.create", At(1500), Place.Home, "00T1"),
                ]
        ),
        new(
            "a granted role, then a provider of identities",
            "OKTA-ADM-001",
            Severity.High,
            x =>
                [
                    Desk.On(x, "user.account.privilege.grant", At(0), Place.Home)
                        .WithDetail("privilegeGranted", "Organization administrator"),
                    x.Does("system.idp.lifecycle.create", At(9000), Place.Home, "0oaidp7", "IdentityProvider"),
                ]
        ),
        new(
            "a provider of identities, and its first use",
            "OKTA-ADM-002",
            Severity.Critical,
            x =>
                [
                    x.Does("system.idp.lifecycle.create", At(0), Evil, "0oaidp1", "IdentityProvider"),
                    x.Does("system.idp.lifecycle.activate", At(60), Evil, "0oaidp1", "IdentityProvider"),
                    Other(x, 2).Federated(At(3600), Evil, "0oaidp1"),
                ],
            Lack.Session
        ),
        new(
            "a provider of identities with SAML, first used the next morning",
            "OKTA-ADM-002",
            Severity.Critical,
            x =>
                [
                    x.Does("system.idp.lifecycle.create", At(0), Place.Home, "0oaidp1", "IdentityProvider"),
                    x.Does("policy.rule.update", At(300), Place.Home, "0pr9", "PolicyRule"),
                    Other(x, 2).Federated(At(72_000), Evil, "0oaidp1", "user.authentication.auth_via_inbound_SAML"),
                ],
            Lack.Session
        ),
        new(
            "a token of a server, in a script elsewhere",
            "OKTA-ADM-003",
            Severity.High,
            x =>
                [
                    .. Enumerable.Range(0, 36).Select(i => Use(x, i * 21_600, Place.Server)),
                    Use(x, 36 * 21_600, Evil with { Agent = "python-requests/2.31.0" }),
                ],
            Lack.Provider,
            Lack.Agent,
            Lack.Geo
        ),
        new(
            "a log stream stopped, and factors weakened",
            "OKTA-ADM-004",
            Severity.High,
            _ =>
                [
                    Desk.Does("system.log_stream.lifecycle.deactivate", At(0), Evil, "ls1", "LogStream"),
                    Desk.Does("security.authenticator.lifecycle.deactivate", At(400), Evil, "aut1", "Authenticator"),
                    Desk.Does("zone.deactivate", At(900), Evil, "nzo1", "NetworkZone"),
                ]
        ),
        new(
            "an administrator's cookie",
            "OKTA-SESS-001",
            Severity.Critical,
            AdminCookie,
            Lack.Agent,
            Lack.Provider,
            Lack.Session
        ),
    ];

    private static JsonObject Use(Some some, double at, Place from) =>
        some.On(Other(some, 5), "user.lifecycle.create", At(at), from).ByToken("00Ttoken1");

    private static IEnumerable<JsonObject> AdminCookie(Some some) =>
        InOneSession(
            some,
            "ac",
            [
                .. SignIn(some, 0, Place.Home, "ac"),
                some.Does("user.session.access_admin_app", At(120), Place.Home),
                some.Sso(At(3000), Evil, "0oa2"),
                some.Does("user.session.access_admin_app", At(3100), Evil),
                some.Does("system.api_token.create", At(3200), Evil, "00Tx"),
            ]
        );
}
