using System.Text.Json.Nodes;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Rules;
using Pipeline.Tests.Sigma;

namespace Pipeline.Tests.Rules;

/// <summary>
/// Rules as people publish them over events as Okta sends them: the engine and the naive evaluation agree.
/// </summary>
public sealed class RealEventTests
{
    [Fact]
    public void Rules_in_published_shapes_load_and_each_is_right_about_every_event()
    {
        var hits = Compare([.. PublishedRules.All.Select(x => (x.Key, Samples.Rule(x.Value, x.Key, x.Key)))]);

        // A rule that never holds, or always does, proves little.
        Assert.All(hits, x => Assert.InRange(x.Value, 1, RealEvents.All.Count - 1));
    }

    [Fact]
    public void Built_in_rules_are_right_about_every_event()
    {
        var hits = Compare(RuleDirectory.Read([RepositoryFiles.PathOf("processor", "Rules")]));
        Assert.All(hits, x => Assert.True(x.Value > 0, x.Key));
    }

    /// <returns>How many events each rule holds for.</returns>
    private static Dictionary<string, int> Compare(IReadOnlyList<(string File, string Text)> files)
    {
        var engine = SigmaRuleSet.Load(files);
        Assert.Empty(engine.Refusals);
        var naive = files.ToDictionary(x => x.File, x => new NaiveSigma(x.Text));
        var hits = files.ToDictionary(x => x.File, _ => 0);
        foreach (var text in RealEvents.All)
        {
            using var view = Samples.Read(text);
            var matched = engine.Match(view).Select(x => x.Header.File).ToHashSet();
            var json = JsonNode.Parse(text)!;
            foreach (var (file, rule) in naive)
            {
                Assert.True(
                    rule.Matches(json) == matched.Contains(file),
                    $"{file}: {matched.Contains(file)} for {text}"
                );
                hits[file] += matched.Contains(file) ? 1 : 0;
            }
        }

        return hits;
    }
}
