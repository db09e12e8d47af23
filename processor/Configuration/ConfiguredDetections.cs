using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Routing;

namespace Pipeline.Processor.Configuration;

/// <summary>All that detects, with the options of section <c>Detection</c>.</summary>
internal static class ConfiguredDetections
{
    /// <exception cref="Kafka.ConfigurationException">The section is not understood.</exception>
    public static DetectionSet Of(IConfiguration configuration, SigmaRuleSet rules, ILogger logger)
    {
        var detections = BuiltInDetectors.With(DefaultDetectionOptions.Instance).Detections;
        var reader = new DetectionOptionsReader(detections, Others(rules));
        return DetectionSet.With(rules, new ConfiguredDetectionOptions(configuration, reader, logger));
    }

    private static IEnumerable<string> Others(SigmaRuleSet rules) =>
        [
            .. rules.Rules.Select(x => x.Header.RuleId),
            .. rules.Correlations.Select(x => x.Header.RuleId),
            .. NativeAlertKind.RuleIds,
        ];
}
