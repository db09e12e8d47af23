using System.Text;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Writes pages and their index as Markdown.</summary>
internal static class PageText
{
    private static readonly string[] Themes =
    [
        "mfa",
        "credentials",
        "sessions",
        "places",
        "risk",
        "accounts",
        "administration",
        "availability",
        "correlations",
    ];

    public static string Page(DetectionPage page)
    {
        var text = new StringBuilder();
        text.Append($"# {page.Id}: {page.Name}\n\n{page.Summary}\n\n");
        if (page.Explanation is { } explanation)
        {
            text.Append($"{explanation}\n\n");
        }

        text.Append("| | |\n| --- | --- |\n");
        Row(text, "Kind", page.Kind);
        Row(text, "Severity", page.Severities);
        Row(text, "ATT&CK", string.Join(", ", page.Techniques.Select(Technique)));
        Row(text, "Events", string.Join(", ", page.Events.Select(x => $"`{x}`")));
        Row(text, "State", page.State);
        Row(text, "Like", string.Join("; ", page.Catalogue));
        text.Append("\n## False positives\n\n");
        text.Append(page.FalsePositives.Count == 0 ? "None known.\n" : "");
        text.AppendJoin("", page.FalsePositives.Select(x => $"- {x}\n"));
        Options(text, page);
        Example(text, page.Example);
        if (page.Source is { } source)
        {
            text.Append($"\n## The rule\n\n`{source.Path}`\n\n```yaml\n{source.Text}\n```\n");
        }

        return text.ToString();
    }

    public static string Index(IReadOnlyList<DetectionPage> pages)
    {
        var text = new StringBuilder(
            "# Detections\n\n"
                + "Written from the detections themselves by the tests: with `UPDATE_GOLDEN=1` they write it anew. "
                + "What published detections these cover: `okta-processor rules coverage`.\n"
        );
        foreach (var theme in pages.GroupBy(x => x.Theme).OrderBy(x => Array.IndexOf(Themes, x.Key)))
        {
            text.Append(
                $"\n## {(theme.Key == "mfa" ? "MFA" : char.ToUpperInvariant(theme.Key[0]) + theme.Key[1..])}\n\n"
            );
            text.Append("| Detection | Name | Severity | Kind |\n| --- | --- | --- | --- |\n");
            foreach (
                var page in theme.OrderBy(x => x.Kind, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal)
            )
            {
                text.Append($"| [{page.Id}]({page.Id}.md) | {Cell(page.Name)} | {page.Severities} | {page.Kind} |\n");
            }
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append($"| {name} | {Cell(value)} |\n");
        }
    }

    private static void Options(StringBuilder text, DetectionPage page)
    {
        if (page.Options.Count == 0)
        {
            return;
        }

        text.Append(
            $"\n## Options\n\nUnder `Detection:Defaults:Rules:{page.Id}`, or "
                + $"`Detection:Tenants:<name>:Rules:{page.Id}`.\n\n"
        );
        text.Append("| Option | Default | Meaning |\n| --- | --- | --- |\n");
        foreach (var option in page.Options)
        {
            text.Append($"| `{option.Name}` | {Cell(option.Default)} | {Cell(option.Meaning)} |\n");
        }
    }

    private static void Example(StringBuilder text, Alert alert)
    {
        text.Append("\n## An alert\n\n```text\n");
        text.Append($"{AlertJson.Name(alert.Severity).ToUpperInvariant()} {alert.Title}\n{alert.Narrative}\n");
        if (alert.Counts.Count > 0)
        {
            text.Append($"Counts: {string.Join(", ", alert.Counts.Select(x => $"{x.Key} {x.Value}"))}\n");
        }

        text.AppendJoin("", alert.Reasons.Select(x => $"Reason: {x}\n"));
        text.Append("```\n");
    }

    private static string Technique(string id) =>
        $"[{id}](https://attack.mitre.org/techniques/{id.Replace('.', '/')}/)";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
