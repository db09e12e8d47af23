namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Texts that name a group: the same for values that differ in case only, different for all others.</summary>
internal static class GroupKey
{
    /// <summary>
    /// A list in one event may put it in many groups; beyond this many the event is not an ordinary one.
    /// </summary>
    public const int MaxGroups = 64;

    public static string Of(IReadOnlyList<string> group) => string.Join('|', group.Select(Part));

    public static string EntityValue(string correlation, IReadOnlyList<string> group) =>
        group.Count == 0 ? Part(correlation) : $"{Part(correlation)}|{Of(group)}";

    /// <summary>Every way to take one value per field; none where a field has none.</summary>
    public static List<IReadOnlyList<string>> Groups(IReadOnlyList<IReadOnlyList<string>> values)
    {
        var groups = new List<IReadOnlyList<string>> { Array.Empty<string>() };
        foreach (var field in values)
        {
            groups =
            [
                .. groups
                    .SelectMany(group => field.Select(value => (IReadOnlyList<string>)[.. group, value]))
                    .Take(MaxGroups),
            ];
        }

        return groups;
    }

    private static string Part(string value) =>
        value
            .ToLowerInvariant()
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("|", "%7C", StringComparison.Ordinal);
}
