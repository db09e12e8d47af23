namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Which of Okta's engines wrote an event, as far as the event shows.</summary>
[Flags]
internal enum MfaEngine
{
    Unknown = 0,
    Classic = 1,
    IdentityEngine = 2,
}
