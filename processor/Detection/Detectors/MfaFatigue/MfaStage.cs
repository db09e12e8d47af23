namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>How far an attack has come. Ordered; an episode never goes back.</summary>
internal enum MfaStage
{
    Idle,

    /// <summary>Worth watching; nothing is emitted, but campaigns are made of it.</summary>
    Watch,
    SlowBurst,
    Burst,

    /// <summary>A prompt from a place far from the phone was approved.</summary>
    MismatchAccept,

    /// <summary>The bombing worked.</summary>
    Compromise,
}
