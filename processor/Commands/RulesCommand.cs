using System.CommandLine;
using System.Text.Json;
using Pipeline.Kafka;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Rules;

namespace Pipeline.Processor.Commands;

/// <summary>
/// <c>rules list|check|coverage|test</c>: what detects, whether rules load, what they cover, whether they hold.
/// </summary>
internal static class RulesCommand
{
    public static Command Create() =>
        new("rules", "List, check and test what detects. " + ProgramExit.Codes)
        {
            List(),
            Check(),
            CoverageTable(),
            Test(),
        };

    private static Command List()
    {
        var directories = Directories();
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new Command("list", "List every detection: those in C#, and Sigma rules and correlations.")
        {
            directories,
            json,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () =>
                    {
                        var output = parse.InvocationConfiguration.Output;
                        foreach (var (id, kind, severity, name) in All(Load(parse.GetValue(directories))))
                        {
                            output.WriteLine(
                                parse.GetValue(json)
                                    ? JsonSerializer.Serialize(
                                        new RuleLine(id, kind, severity, name),
                                        RuleLineJson.Default.RuleLine
                                    )
                                    : $"{id, -46} {kind, -11} {severity, -32} {name}"
                            );
                        }

                        return Task.FromResult(ProgramExit.Ok);
                    },
                    parse.InvocationConfiguration.Error,
                    stop,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static Command Check()
    {
        var directory = new Argument<string>("directory") { Description = "A directory of Sigma rules." };
        var command = new Command(
            "check",
            "Load rules and say of each that is refused where and why; exit code 1 if there is one."
        )
        {
            directory,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () =>
                    {
                        var output = parse.InvocationConfiguration.Output;
                        var rules = SigmaRuleSet.Load(RuleDirectory.ReadSome(parse.GetValue(directory)!));
                        foreach (var refusal in rules.Refusals)
                        {
                            output.WriteLine(refusal);
                        }

                        output.WriteLine(
                            $"{rules.Rules.Count} rules and {rules.Correlations.Count} correlations loaded, "
                                + $"{rules.Refusals.Count} refused"
                        );
                        return Task.FromResult(rules.Refusals.Count > 0 ? ProgramExit.Failed : ProgramExit.Ok);
                    },
                    parse.InvocationConfiguration.Error,
                    stop,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static Command CoverageTable()
    {
        var directories = Directories();
        var command = new Command(
            "coverage",
            "Hold what detects against the catalogue of published detections for Okta."
        )
        {
            directories,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () =>
                    {
                        var output = parse.InvocationConfiguration.Output;
                        var covered = 0;
                        foreach (var (row, rules) in Coverage.Of(Load(parse.GetValue(directories))))
                        {
                            covered += rules.Count > 0 ? 1 : 0;
                            var by = rules.Count > 0 ? string.Join(", ", rules) : $"not covered: {row.WhyNot}";
                            output.WriteLine($"{row.Number, 3} {row.Kind, -9} {row.Name, -56} {by}");
                        }

                        output.WriteLine($"{covered} of {Coverage.Rows.Count} covered");
                        return Task.FromResult(ProgramExit.Ok);
                    },
                    parse.InvocationConfiguration.Error,
                    stop,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static Command Test()
    {
        var directory = new Argument<string>("directory")
        {
            Description = "A directory of Sigma rules, with NAME.tests.jsonl beside NAME.yml.",
        };
        var command = new Command(
            "test",
            "Run the tests beside rules. A line is {\"expect\":\"match\" or \"no match\",\"event\":{…}}; "
                + "\"events\":[…] for a correlation. Exit code 1 if a rule is refused, has no test of both kinds, "
                + "or does not hold."
        )
        {
            directory,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () => Task.FromResult(Test(parse.GetValue(directory)!, parse.InvocationConfiguration.Output, stop)),
                    parse.InvocationConfiguration.Error,
                    stop,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static int Test(string directory, TextWriter output, CancellationToken stop)
    {
        var report = RuleTestRun.Of(directory, stop);
        foreach (var problem in report.Problems)
        {
            output.WriteLine(problem);
        }

        output.WriteLine($"{report.Tests} tests of {report.Rules} rules, {report.Problems.Count} problems");
        return report.Problems.Count > 0 ? ProgramExit.Failed : ProgramExit.Ok;
    }

    private static Option<string[]> Directories() =>
        new("--rules")
        {
            Description = "A directory of Sigma rules besides the built-in ones; may be given several times.",
        };

    private static DetectionSet Load(string[]? directories) => DetectionSet.With(BuiltInRules.With(directories ?? []));

    private static IEnumerable<(string Id, string Kind, string Severity, string Name)> All(DetectionSet detections) =>
        detections
            .Detectors.Detections.Select(x => (x.Id, "detector", x.Severities, x.Name))
            .Concat(detections.Rules.Correlations.Select(x => Line(x.Header, "correlation")))
            .Concat(detections.Rules.Rules.Select(x => Line(x.Header, "rule")));

    private static (string Id, string Kind, string Severity, string Name) Line(SigmaHeader header, string kind) =>
        (header.RuleId, kind, AlertJson.Name(header.Level), header.Title);
}
