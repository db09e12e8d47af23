using System.Text.RegularExpressions;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Compiles the patterns of rules, or says what about them cannot be done in linear time.</summary>
internal static class RegexCompiler
{
    private static readonly string[] Backtracking = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?(", "\\G"];

    /// <exception cref="SigmaRefusedException">It does not compile, or needs backtracking.</exception>
    public static Regex Compile(string pattern, RegexOptions options, int line)
    {
        if (CharacterClasses.Foreign(pattern) is { } position)
        {
            throw new SigmaRefusedException(
                line,
                $"The pattern '{pattern}' has a '[' inside a character class at position {position}, which flavours of "
                    + "patterns read differently: write '\\[' for the letter, or name the letters."
            );
        }

        try
        {
            return new Regex(
                pattern,
                options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout
            );
        }
        catch (RegexParseException e)
        {
            throw new SigmaRefusedException(
                line,
                $"The pattern '{pattern}' does not compile at position {e.Offset} ({e.Error}): {e.Message}"
            );
        }
        catch (NotSupportedException e)
        {
            throw new SigmaRefusedException(
                line,
                $"The pattern '{pattern}' cannot be matched in linear time (position {Position(pattern)}): {e.Message}"
            );
        }
    }

    /// <summary>The first construct that needs backtracking; 0 where the pattern as a whole is too large.</summary>
    private static int Position(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (Backtracking.Any(x => string.CompareOrdinal(pattern, i, x, 0, x.Length) == 0))
            {
                return i;
            }

            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                if (pattern[i + 1] is (>= '1' and <= '9') or 'k')
                {
                    return i;
                }

                i++;
            }
        }

        return 0;
    }
}
