namespace Pipeline.Producer.Okta;

/// <summary>
/// Reads <c>Link</c> headers (RFC 8288): several lines or one joined, parameters in any order and quoting.
/// </summary>
internal static class LinkHeader
{
    /// <summary>The target of the first link with a relation, exactly as written; null where there is none.</summary>
    public static string? Find(IEnumerable<string> values, string relation)
    {
        foreach (var value in values)
        {
            var rest = value.AsSpan();
            while (TryLink(ref rest, out var target, out var relations))
            {
                if (HasRelation(relations, relation))
                {
                    return target;
                }
            }
        }

        return null;
    }

    private static bool TryLink(ref ReadOnlySpan<char> rest, out string target, out string? relations)
    {
        target = "";
        relations = null;
        rest = rest.TrimStart(" \t,");
        if (rest.IsEmpty || rest[0] != '<')
        {
            return false;
        }

        // Inside the angle brackets a comma or semicolon belongs to the URL.
        var end = rest.IndexOf('>');
        if (end < 0)
        {
            return false;
        }

        target = rest[1..end].Trim().ToString();
        rest = rest[(end + 1)..];
        while (TryParameter(ref rest, out var name, out var value))
        {
            // A second rel of the same link must be ignored (RFC 8288 §3.3).
            relations ??= name.Equals("rel", StringComparison.OrdinalIgnoreCase) ? value : null;
        }

        return true;
    }

    private static bool TryParameter(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        name = value = "";
        rest = rest.TrimStart(" \t");
        if (rest.IsEmpty || rest[0] != ';')
        {
            return false;
        }

        rest = rest[1..].TrimStart(" \t");
        var end = rest.IndexOfAny("=;,");
        end = end < 0 ? rest.Length : end;
        name = rest[..end].Trim(" \t").ToString();
        rest = rest[end..];
        if (rest.IsEmpty || rest[0] != '=')
        {
            return true;
        }

        rest = rest[1..].TrimStart(" \t");
        value = !rest.IsEmpty && rest[0] == '"' ? Quoted(ref rest) : Token(ref rest);
        return true;
    }

    private static string Token(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(";,");
        end = end < 0 ? rest.Length : end;
        var value = rest[..end].Trim(" \t").ToString();
        rest = rest[end..];
        return value;
    }

    private static string Quoted(ref ReadOnlySpan<char> rest)
    {
        var value = new System.Text.StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
            }

            value.Append(rest[i]);
        }

        rest = rest[Math.Min(i + 1, rest.Length)..];
        return value.ToString();
    }

    private static bool HasRelation(string? relations, string relation) =>
        relations is not null
        && relations
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Contains(relation, StringComparer.OrdinalIgnoreCase);
}
