namespace Pipeline.Local.Simulation.Users;

/// <summary>The one form of search that a licence count needs: <c>status eq "A" or status eq "B"</c>.</summary>
internal static class StatusSearch
{
    /// <summary>Null where it is another expression.</summary>
    public static IReadOnlySet<string>? Parse(string text)
    {
        var statuses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in text.Split(" or ", StringSplitOptions.TrimEntries))
        {
            var words = term.Trim('(', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not ["status", "eq", ['"', .. var status, '"']] || !UserStatus.All.Contains(status))
            {
                return null;
            }

            statuses.Add(status);
        }

        return statuses;
    }
}
