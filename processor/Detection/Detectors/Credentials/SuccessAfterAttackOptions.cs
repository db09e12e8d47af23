using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-005.</summary>
internal sealed record SuccessAfterAttackOptions
{
    [Description("How long after an attack a correct password belongs to it (Elastic: 3 hours).")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(3);

    [Description("Refused attempts on the user that are an attack by themselves.")]
    public int Attempts { get; init; } = 10;

    [Description("The window of these attempts.")]
    public TimeSpan AttemptWindow { get; init; } = TimeSpan.FromMinutes(15);
}
