namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>OKTA-ADM-003 as people read of it: two rules make it, over tokens and over addresses.</summary>
internal static class ApiTokenInfo
{
    public static DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-ADM-003",
            Name = "API token used from a new place",
            Summary = "An API token that was in use for a week is used from another provider, or by a script.",
            Explanation =
                "A token belongs to a program, and programs move seldom. Another provider alone may be a move: it is "
                + "medium where the token never moved before, else low; with another program or country, or an address "
                + "that Okta suspects, the token is in other hands. So it is where a script such as curl takes the "
                + "program's place, or Okta suspects the address, at the usual provider: clouds are shared. An address "
                + "that ThreatInsight reported within a day, and where the token was never seen before, is told of the "
                + "address; of an office's it is low.",
            Techniques = ["T1528", "T1078.004"],
            Severities = "low to high",
            Events = ["every event with transaction.detail.requestApiTokenId", "security.threat.detected"],
            State =
                "The sources of a token for half a year; reports of an address for a day, and which tokens and users "
                + "it had within a month.",
            FalsePositives =
            [
                "An integration that moves to another hosting provider and is upgraded at the same time.",
            ],
            Catalogue = [108],
            Options = typeof(ApiTokenPlaceOptions),
        };
}
