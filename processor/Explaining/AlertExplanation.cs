using System.ComponentModel;
using System.Reflection;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Explaining;

/// <summary>
/// Tells an analyst why an alert exists: what happened, how it grew, and what the detection looks at.
/// </summary>
internal static class AlertExplanation
{
    private const int Width = 110;

    /// <param name="output">Where it is written.</param>
    /// <param name="revisions">All revisions of the alert, in order; at least one.</param>
    /// <param name="detection">What is known of the detection; null of a rule of the user's own.</param>
    /// <param name="options">The options it ran with.</param>
    public static void Write(
        TextWriter output,
        IReadOnlyList<Alert> revisions,
        DetectionInfo? detection,
        DetectionOptions options
    )
    {
        var last = revisions[^1];
        var told = revisions.LastOrDefault(x => x.Evidence.Count > 0) ?? last;
        output.WriteLine(
            $"{told.RuleId} {told.RuleName}: {AlertJson.Name(last.Severity)}, {AlertJson.Name(last.Status)}"
        );
        output.WriteLine(
            $"{told.Entity.Type} {told.Entity.Name ?? told.Entity.Id} ({told.Entity.Id}) of {told.Tenant}; alert "
                + $"{told.AlertId}"
        );
        output.WriteLine();
        Wrap(output, told.Title);
        Wrap(output, told.Narrative);
        Section(output, "Why", told.Reasons);
        Section(output, "Counted", told.Counts.Select(x => $"{x.Key} = {x.Value}"));
        Section(output, "Known of it", told.Attributes.Select(x => $"{x.Key} = {x.Value}"));
        Section(output, "ATT&CK", told.Techniques);
        Section(
            output,
            "How it grew",
            revisions.Select(x =>
                $"{x.Revision, 3} {AlertJson.Name(x.Status), -7} {AlertJson.Name(x.Severity), -13} "
                + $"up to {OktaTime.Text(x.LastSeen)}, because of {x.EmittedFor}"
            )
        );
        Section(
            output,
            $"Events ({told.Evidence.Count} of {told.EvidenceTotal})",
            told.Evidence.Select(x =>
                $"{OktaTime.Text(x.Published)} {x.Note, -22} {x.EventType} {x.Outcome} {x.Ip} {x.EventId}{Place(x)}"
            )
        );
        if (detection is not null)
        {
            output.WriteLine();
            Wrap(output, detection.Summary + " " + detection.Explanation);
            Section(output, "Can be harmless", detection.FalsePositives);
            Section(output, "Options", Options(detection, options));
        }
    }

    private static IEnumerable<string> Options(DetectionInfo detection, DetectionOptions options)
    {
        if (detection.Options is not { } type)
        {
            return [];
        }

        var values = options.Of(detection.Id, type);
        return type.GetProperties()
            .Where(x => x.GetCustomAttribute<DescriptionAttribute>() is not null)
            .Select(x =>
                $"{x.Name} = {Value(x.GetValue(values))}: {x.GetCustomAttribute<DescriptionAttribute>()!.Description}"
            );
    }

    private static string Value(object? value) =>
        value is System.Collections.ICollection list ? $"{list.Count} entries" : $"{value}";

    private static string Place(AlertEvidence evidence) =>
        evidence.Source is { } source ? $" {source.Topic}/{source.Partition}/{source.Offset}" : "";

    private static void Section(TextWriter output, string title, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            if (first)
            {
                output.WriteLine();
                output.WriteLine(title + ":");
                first = false;
            }

            output.WriteLine("  " + line);
        }
    }

    private static void Wrap(TextWriter output, string text)
    {
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + word.Length + 1 > Width)
            {
                output.WriteLine();
                column = 0;
            }

            output.Write(column > 0 ? " " + word : word);
            column += word.Length + (column > 0 ? 1 : 0);
        }

        output.WriteLine();
    }
}
