namespace Pipeline.Tests.Sigma;

/// <summary>Rules and correlations for the tests.</summary>
internal static class CorrelationSamples
{
    public const string Base = """
        title: Failure
        id: base-1
        name: fail
        logsource: {product: okta}
        detection:
          s: {eventType: user.session.start, outcome.result: FAILURE}
          condition: s
        level: low
        """;

    public const string Success = """
        title: Success
        id: base-2
        name: ok
        logsource: {product: okta}
        detection:
          s: {eventType: user.session.start, outcome.result: SUCCESS}
          condition: s
        level: low
        """;

    public static string Correlation(string correlation, string more = "", string id = "c-1")
    {
        var indented = string.Join('\n', correlation.ReplaceLineEndings("\n").Split('\n').Select(x => "  " + x));
        return $"title: Many\nid: {id}\nname: {id}-name\nlevel: high\n{more}\ncorrelation:\n{indented}\n";
    }

    public static CorrelationHarness Harness(params string[] texts)
    {
        var rules = Samples.Load(texts);
        Assert.Empty(rules.Refusals);
        return new CorrelationHarness(rules);
    }

    public static CorrelationHarness ThreeInAMinute() =>
        Harness(
            Base,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\ncondition: {gte: 3}")
        );
}
