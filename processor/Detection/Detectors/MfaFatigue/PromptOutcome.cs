namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>What became of a prompt.</summary>
internal enum PromptOutcome
{
    Open,
    Denied,
    WrongNumber,

    /// <summary>Okta reported that nobody answered.</summary>
    Timeout,

    /// <summary>Nobody answered, and nothing reported it.</summary>
    Ignored,
    Accepted,
}
