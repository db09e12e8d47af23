using Pipeline.Processor.Rules;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Rows of the catalogue as people read them.</summary>
internal static class CatalogueNames
{
    private static readonly Dictionary<int, string> Names = Coverage.Rows.ToDictionary(
        x => x.Number,
        x => $"{x.Number} {x.Name}"
    );

    public static IReadOnlyList<string> Of(IEnumerable<int> rows) => [.. rows.Order().Select(x => Names[x])];
}
