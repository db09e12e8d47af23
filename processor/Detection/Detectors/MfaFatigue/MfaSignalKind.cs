namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// What an event means. What the attacker can do (ask for a prompt) is apart from what only the user can do (answer
/// it). A correct password is no signal at all.
/// </summary>
internal enum MfaSignalKind
{
    /// <summary>A push was sent to one device of the user.</summary>
    Prompt,

    /// <summary>The user rejected a push.</summary>
    Denied,

    /// <summary>The user tapped a wrong number.</summary>
    WrongNumber,

    /// <summary>Okta says that the push was not answered.</summary>
    Timeout,

    /// <summary>The user approved a push.</summary>
    Accepted,

    /// <summary>Another possession factor succeeded.</summary>
    OtherFactor,

    /// <summary>A sign-in flow of Identity Engine was completed.</summary>
    Completed,

    /// <summary>A Classic session began: teaches the baseline, approves nothing.</summary>
    SignIn,

    /// <summary>Something an intruder does next: enrol a factor, mint a token.</summary>
    FollowOn,

    /// <summary>An application was opened.</summary>
    AppAccess,
}
