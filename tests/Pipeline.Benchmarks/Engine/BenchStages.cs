using Pipeline.Processor;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Rules;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The stages a run puts on the engine.</summary>
internal static class BenchStages
{
    /// <summary>What the steps of the product are made from.</summary>
    public static StageServices Services { get; } =
        new(new CommittedSchemaIds(), DetectionSet.With(BuiltInRules.With([])), EventTexts.Tenants);

    /// <summary>The yardstick's work on our engine.</summary>
    public static IReadOnlyList<Stage> Plain(string prefix, bool detects)
    {
        var route = new Stage(
            "route",
            BenchTopics.Plain,
            [$"{prefix}.telemetry", $"{prefix}.alerts", $"{prefix}.entities"],
            "clocks",
            "the yardstick's route",
            _ => new PlainRouteStep(prefix, detects)
        );
        var detect = new Stage(
            "detect",
            $"{prefix}.entities",
            [$"{prefix}.alerts"],
            "users",
            "the yardstick's detect",
            _ => new PlainDetectStep(prefix)
        );
        return detects ? [route, detect] : [route];
    }

    /// <summary>The product's own topology.</summary>
    public static IReadOnlyList<Stage> Product(bool detects) =>
        detects ? [Topology.Route, Topology.Detect] : [Topology.Route];

    /// <summary>The same stage with a step that reports.</summary>
    public static Stage Metered(Stage stage, Work work, string entities, TimeSheet? sheet) =>
        stage with
        {
            Step = x => new MeteredStep(stage.Step(x), work, entities, stage.Name == "route", sheet),
        };

    /// <summary>Every topic the stages need besides their first input.</summary>
    public static IEnumerable<string> Topics(IReadOnlyList<Stage> stages, string application) =>
        stages
            .SelectMany(x =>
                x.Outputs.Append(Schemas.Topics.DeadLetters(x.Input)).Append(x.Changelog(application, 1).Name)
            )
            .Distinct(StringComparer.Ordinal);
}
