using System.Globalization;
using Pipeline.Processor.Detection;

namespace Pipeline.Processor.Rules;

/// <summary>Which published detections are covered, and by what: from the rules themselves.</summary>
internal static class Coverage
{
    private const string CustomKey = "catalogue";

    /// <summary>The catalogue.</summary>
    public static IReadOnlyList<CatalogueRow> Rows { get; } = [.. ReadRows()];

    /// <summary>Each row with the ids of what covers it.</summary>
    public static IEnumerable<(CatalogueRow Row, IReadOnlyList<string> Rules)> Of(DetectionSet detections)
    {
        var covered = Claims(detections).ToLookup(x => x.Row, x => x.RuleId);
        return Rows.Select(x =>
            (
                x,
                (IReadOnlyList<string>)
                    [.. covered[x.Number].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            )
        );
    }

    private static IEnumerable<(int Row, string RuleId)> Claims(DetectionSet detections)
    {
        foreach (var detection in detections.Detectors.Detections)
        {
            foreach (var row in detection.Catalogue)
            {
                yield return (row, detection.Id);
            }
        }

        var headers = detections
            .Rules.Rules.Select(x => x.Header)
            .Concat(detections.Rules.Correlations.Select(x => x.Header));
        foreach (var header in headers)
        {
            foreach (var text in header.Custom.GetValueOrDefault(CustomKey) ?? [])
            {
                if (int.TryParse(text, CultureInfo.InvariantCulture, out var row))
                {
                    yield return (row, header.RuleId);
                }
            }
        }
    }

    /// <summary>
    /// Number, kind, name, reason; only the last may hold commas, and a field with commas is in quotes.
    /// </summary>
    private static IEnumerable<CatalogueRow> ReadRows()
    {
        using var stream = typeof(Coverage).Assembly.GetManifestResourceStream("catalogue.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = Fields(line);
            yield return new CatalogueRow(
                int.Parse(fields[0], CultureInfo.InvariantCulture),
                fields[1],
                fields[2],
                fields[3]
            );
        }
    }

    private static List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
