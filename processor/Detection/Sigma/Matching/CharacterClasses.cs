namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// Finds in character classes what compiles here but means something else than in the patterns of Sigma, which are
/// PCRE's: <c>[[:alpha:]]</c> is a class of letters there and the letters of that word here, <c>[a-z-[aeiou]]</c> takes
/// away here only.
/// </summary>
internal static class CharacterClasses
{
    /// <returns>Where the first such bracket stands, from 0; null if there is none.</returns>
    public static int? Foreign(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] == '[')
            {
                var start = i + 1;
                start += start < pattern.Length && pattern[start] == '^' ? 1 : 0;
                for (i = start; i < pattern.Length && (pattern[i] != ']' || i == start); i++)
                {
                    if (pattern[i] == '\\')
                    {
                        i++;
                    }
                    else if (pattern[i] == '[' && (IsNamed(pattern, i) || (i > start && pattern[i - 1] == '-')))
                    {
                        return i;
                    }
                }
            }
        }

        return null;
    }

    private static bool IsNamed(string pattern, int bracket) =>
        bracket + 1 < pattern.Length && pattern[bracket + 1] is (':' or '.' or '=');
}
