using System.Globalization;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The summary for people, as a Markdown table.</summary>
internal static class SuiteTable
{
    public static async Task WriteAsync(SuiteReport report, TextWriter output)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync(report.Machine);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Records:N0} records of {report.RecordBytes} bytes, {EventTexts.Tenants} partitions"
            )
        );
        await output.WriteLineAsync();
        await output.WriteLineAsync("| measured | median | min to max | goal |");
        await output.WriteLineAsync("| --- | --- | --- | --- |");
        foreach (var line in report.Summary)
        {
            var goal = line.Goal is null ? "" : $"{line.Goal}{(line.IsMet == true ? "" : " **missed**")}";
            await output.WriteLineAsync(
                $"| {line.What} | {Number(line.Value)} | {Number(line.Low)} to {Number(line.High)} | {goal} |"
            );
        }
    }

    private static string Number(double value) =>
        value.ToString(
            value >= 1000 ? "N0"
                : value >= 10 ? "0.0"
                : "0.00",
            CultureInfo.InvariantCulture
        );
}
