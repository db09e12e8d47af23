namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>What people are told of OKTA-MFA-001.</summary>
internal static class MfaFatigueInfo
{
    public static DetectionInfo Info { get; } =
        new()
        {
            Id = MfaAlertWriter.RuleId,
            Name = "MFA fatigue (push bombing)",
            Summary = "Somebody who knows a user's password sends push after push until the user approves one.",
            Explanation =
                "Prompts and answers are joined to logical prompts, so that several ringing phones are one prompt and "
                + "a Classic answer told twice is one answer. What the user did (deny, ignore, wrong number, "
                + "accept) is told apart from what the attacker did (prompt, password), and the source of the "
                + "prompts is compared with where the user signed in from in the last fortnight. Windows slide in "
                + "event time. What a RADIUS or directory agent asks again until it is answered is one prompt, and "
                + "the agent is no machine of the user, known or new. On Classic an application opened in the session "
                + "of the prompts, after refusals, is a completed flow. Administrators, by configuration "
                + "or by the log, are one step more severe.",
            Techniques = ["T1621", "T1078.004"],
            Severities = "medium to critical",
            Events =
            [
                "system.push.send_factor_verify_push",
                "user.mfa.okta_verify.deny_push",
                "user.authentication.auth_via_mfa",
                "user.authentication.verify",
                "user.session.start",
                "user.authentication.sso",
                "user.mfa.factor.activate",
                "system.api_token.create",
                "user.account.privilege.grant",
                "user.session.access_admin_app",
            ],
            State = "Prompts of a user for a day, usual sources for a fortnight, and what was said.",
            FalsePositives =
            [
                "A user who mis-taps, or whose phone is off, from the usual laptop: counted, lower severity.",
                "Programs that retry a prompt by themselves and do not say that they are agents of Okta.",
            ],
            Catalogue = [1, 2, 3, 4, 5, 6, 7],
            Options = typeof(MfaFatigueOptions),
        };
}
