namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-006 as people read of it: two rules make it, over users and over what locks them.</summary>
internal static class LockoutInfo
{
    public static DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-006",
            Name = "Lockout storm",
            Summary =
                "Many users are locked out within minutes or an hour, from one address or over the whole org; or one "
                + "user three times within three hours.",
            Explanation =
                "Lockouts are counted by distinct user in windows that slide in event time. Those of several "
                + "addresses, or of which the log has no address, are counted over the org and must be three times "
                + "what is usual for the hour. Whoever guesses on waits until the lock ends: a user locked out three "
                + "times within three hours is told of the user. If every lockout comes from a source the user is "
                + "known from, a program holds an old password, and it is low.",
            Techniques = ["T1110"],
            Severities = "medium; low of one user from the user's own sources",
            Events = ["user.account.lock"],
            State =
                "Lockouts of an address and of the org for two hours, and their number in each hour of a week; those "
                + "of a user for six hours.",
            FalsePositives =
            [
                "A gateway that retries stored passwords after a directory-wide password change.",
                "A device with an old password in a place the user never signed in from.",
            ],
            Catalogue = [23, 24],
            Options = typeof(LockoutStormOptions),
        };
}
