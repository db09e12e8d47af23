using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Processor.Detection.Detectors.Phishing;

/// <summary>OKTA-PHISH-001 as people read of it: several rules make it, over users, addresses and the org.</summary>
internal static class DeclinedPhishingInfo
{
    public static DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-PHISH-001",
            Name = "FastPass declined a phishing attempt",
            Summary =
                "A user was led to a page in the middle; FastPass noticed that the origin is not the org's and "
                + "declined.",
            Explanation =
                "FastPass compares the origin of the page with the org's. One declined attempt is reported; a "
                + "completed sign-in of the user from the same source within a day, with a weaker factor, is "
                + "critical, and so is one of another user from that address whom it did not know before, or from "
                + "that provider if the sign-in is new in several ways (OKTA-GEO-002). Where the event's actor is Okta "
                + "itself the address is followed instead of the user, who is told by the flow or the browser, if "
                + "a password or a sign-in of it came from that address within ten minutes.",
            Techniques = ["T1566.002", "T1557"],
            Severities = "high; critical once somebody signed in from there",
            Events =
            [
                "user.authentication.auth_via_mfa",
                "user.authentication.verify",
                "user.session.start",
                FindingEvent.Type,
            ],
            State = "Declined attempts of a user, address or org for a day; sign-ins for minutes.",
            FalsePositives = ["A proxy of the organisation that rewrites the sign-in page."],
            Catalogue = [134],
            Options = typeof(DeclinedPhishingOptions),
        };
}
