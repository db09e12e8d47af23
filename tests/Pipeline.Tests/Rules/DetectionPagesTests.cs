using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Rules;
using Pipeline.Tests.Rules.Pages;

namespace Pipeline.Tests.Rules;

public sealed class DetectionPagesTests
{
    private const string Folder = "docs/detections";
    private static readonly string Rules = RepositoryFiles.PathOf("processor", "Rules");

    [Fact]
    public void Every_detection_has_a_page_and_every_page_a_detection()
    {
        var rules = SigmaRuleSet.Load(RuleDirectory.Read([Rules]));
        var detectors = DetectionSet.With(rules).Detectors;
        var pages = DetectorPages
            .Of(detectors)
            .Concat(new SigmaPages(Rules, rules).All())
            .Concat(NativePages.All())
            .ToList();

        Golden.Matches($"{Folder}/README.md", PageText.Index(pages));
        foreach (var page in pages)
        {
            Golden.Matches($"{Folder}/{page.Id}.md", PageText.Page(page));
        }

        var files = Directory
            .GetFiles(RepositoryFiles.PathOf("docs", "detections"))
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(
            [.. pages.Select(x => x.Id).Append("README").Order(StringComparer.Ordinal)],
            files.Order(StringComparer.Ordinal)
        );
    }
}
