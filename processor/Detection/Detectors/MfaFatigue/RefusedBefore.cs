using System.Runtime.InteropServices;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>What the user made of foreign prompts before a moment.</summary>
/// <param name="Negatives">Refused in the compromise window, and earlier in the running episode.</param>
/// <param name="Unanswered">Not answered in the compromise window.</param>
/// <param name="Slow">Of new sources, refused in the window of slow bombing and part of no episode.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RefusedBefore(int Negatives, int Unanswered, int Slow)
{
    /// <summary>Refusals that an approval came after.</summary>
    public int Told => Negatives > Slow ? Negatives : Slow;
}
