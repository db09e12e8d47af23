using Pipeline.Processor.Detection.Sigma;

namespace Pipeline.Processor.Rules;

/// <summary>All tests of a directory.</summary>
/// <param name="Rules">Rule files.</param>
/// <param name="Tests">Tests run.</param>
/// <param name="Problems">What is wrong, a sentence each.</param>
internal sealed record RuleTestRun(int Rules, int Tests, IReadOnlyList<string> Problems)
{
    /// <exception cref="Kafka.ConfigurationException">The directory or a file of tests cannot be read.</exception>
    public static RuleTestRun Of(string directory, CancellationToken stop)
    {
        var files = RuleDirectory.ReadSome(directory);
        var rules = SigmaRuleSet.Load(files);
        var problems = rules.Refusals.Select(x => x.ToString()).ToList();
        var tester = new RuleTester(rules);
        var count = 0;
        foreach (var (file, _) in files)
        {
            var tests = Path.ChangeExtension(file, null) + RuleTestFile.Ending;
            var read = File.Exists(tests) ? RuleTestFile.Read(tests) : [];
            if (!read.Any(x => x.Matches) || read.All(x => x.Matches))
            {
                problems.Add($"{file}: there is no test that matches and one that does not, in {tests}.");
            }

            foreach (var test in read)
            {
                stop.ThrowIfCancellationRequested();
                count++;
                if (tester.Run(test) is { } problem)
                {
                    problems.Add(problem);
                }
            }
        }

        problems.AddRange(
            Orphans(directory, files.Select(x => Path.ChangeExtension(x.File, null)))
                .Select(x => $"{x}: there is no rule of this name beside it, so its tests do not run.")
        );
        return new RuleTestRun(files.Count, count, problems);
    }

    private static IEnumerable<string> Orphans(string directory, IEnumerable<string> rules) =>
        Directory
            .EnumerateFiles(directory, "*" + RuleTestFile.Ending, SearchOption.AllDirectories)
            .ExceptBy(rules, x => x[..^RuleTestFile.Ending.Length], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
}
