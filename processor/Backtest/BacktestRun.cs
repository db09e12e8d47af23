using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Configuration;
using Pipeline.Processor.EventFiles;
using Pipeline.Processor.Rules;
using Pipeline.Schemas;

namespace Pipeline.Processor.Backtest;

/// <summary>Reads the inputs one after another, prints alerts as they come, and says at the end what it saw.</summary>
internal sealed class BacktestRun(TextWriter narration)
{
    /// <summary>Texts named one by one; more of them are only counted.</summary>
    private const int MaxNamed = 20;

    private int _named;

    /// <returns>0; 1 if some text was no event or a step failed.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> ruleDirectories,
        IConfiguration configuration,
        IReadOnlyList<IAlertPrinter> printers,
        CancellationToken stop
    )
    {
        var inputs = BacktestInput.All(arguments);
        var rules = await LoadRulesAsync(ruleDirectories);
        var detections = ConfiguredDetections.Of(configuration, rules, NullLogger.Instance);
        var pipeline = new BacktestPipeline(
            new CommittedSchemaIds(),
            detections,
            alert =>
            {
                foreach (var printer in printers)
                {
                    printer.Print(alert);
                }
            }
        );
        await using (var queue = new DetectionQueue(pipeline))
        {
            foreach (var input in inputs)
            {
                await FeedAsync(pipeline, queue, input, stop);
            }

            await queue.CompleteAsync(stop);
        }

        foreach (var printer in printers)
        {
            printer.End();
        }

        return await SummariseAsync(pipeline.Counts);
    }

    private async Task<Detection.Sigma.SigmaRuleSet> LoadRulesAsync(IReadOnlyList<string> directories)
    {
        var rules = BuiltInRules.With(directories);
        foreach (var refusal in rules.Refusals)
        {
            await narration.WriteLineAsync($"rule refused: {refusal}");
        }

        return rules;
    }

    private async Task FeedAsync(
        BacktestPipeline pipeline,
        DetectionQueue queue,
        BacktestInput input,
        CancellationToken stop
    )
    {
        await foreach (var entry in EventFileReader.ReadAsync(input.File, stop))
        {
            switch (entry)
            {
                case EventText text:
                    if (pipeline.Route(input.Tenant, text.Bytes, out var routed) is { } defect)
                    {
                        await NameAsync(input, entry.Line, defect.Reason, defect.Message);
                    }

                    await queue.AddAsync(routed, stop);
                    break;
                case RejectedText rejected:
                    pipeline.Counts.Rejected++;
                    await NameAsync(input, entry.Line, rejected.Reason, rejected.Message);
                    break;
            }
        }
    }

    private async Task NameAsync(BacktestInput input, int line, string reason, string message)
    {
        if (++_named <= MaxNamed)
        {
            var name = input.File == EventFileStream.StandardInput ? "standard input" : input.File;
            await narration.WriteLineAsync($"{name} line {line}: rejected ({reason}): {message}");
        }
        else if (_named == MaxNamed + 1)
        {
            await narration.WriteLineAsync("further rejected texts are only counted");
        }
    }

    private async Task<int> SummariseAsync(BacktestCounts counts)
    {
        await narration.WriteLineAsync(
            $"{counts.Events} events read, {counts.Rejected} rejected, {counts.Duplicates} duplicates, "
                + $"{counts.Revisions} alert revisions"
        );
        if (counts.TooLate > 0)
        {
            await narration.WriteLineAsync(
                $"{counts.TooLate} times an event was older than detections look back (its retention and the "
                    + "lateness): not judged"
            );
        }

        if (counts.DeadLetters > 0)
        {
            await narration.WriteLineAsync(
                $"{counts.DeadLetters} records failed in a step, which is a bug; the last one: {counts.LastError}"
            );
        }

        return counts.Rejected + counts.DeadLetters > 0 ? ProgramExit.Failed : ProgramExit.Ok;
    }
}
