namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>How a source stands to a user at a moment.</summary>
internal enum SourceStanding
{
    /// <summary>The event does not say, or the user has no history yet. Unknown is not suspicious by itself.</summary>
    Unknown,

    /// <summary>The user signed in from there in the last fortnight.</summary>
    Baseline,

    /// <summary>The user has a history, and it is not in it; or Okta says so.</summary>
    New,
}
