using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection;

/// <summary>All that detects: the detectors in C#, and Sigma rules with their correlations.</summary>
internal sealed class DetectionSet : IStateCodecs
{
    /// <param name="detectors">Detectors in C#.</param>
    /// <param name="rules">Sigma rules and correlations.</param>
    /// <param name="options">What each tenant wants; null for the defaults.</param>
    public DetectionSet(DetectorSet detectors, SigmaRuleSet rules, IDetectionOptions? options = null)
    {
        Options = options ?? DefaultDetectionOptions.Instance;
        Detectors = detectors;
        Rules = rules;
        Correlator = new SigmaCorrelator(rules.Correlations);
    }

    public static DetectionSet Nothing { get; } = new(new DetectorSet([]), SigmaRuleSet.Empty);

    public IDetectionOptions Options { get; }

    public DetectorSet Detectors { get; }

    public SigmaRuleSet Rules { get; }

    public SigmaCorrelator Correlator { get; }

    /// <summary>The detectors that come with the program, and the given rules.</summary>
    /// <param name="rules">Sigma rules and correlations.</param>
    /// <param name="options">What each tenant wants; null for the defaults.</param>
    public static DetectionSet With(SigmaRuleSet rules, IDetectionOptions? options = null) =>
        new(BuiltInDetectors.With(options ?? DefaultDetectionOptions.Instance), rules, options);

    /// <inheritdoc/>
    public IStateCodec For(string key) =>
        StateKey.Kind(key) == SigmaCorrelator.StateKind ? SigmaCorrelator.StateCodec : Detectors.For(key);
}
