namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>A word or parenthesis of a condition.</summary>
/// <param name="Text">As written.</param>
/// <param name="Position">Place in the condition, from 1.</param>
internal readonly record struct ConditionToken(string Text, int Position)
{
    public bool Is(string keyword) => Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SigmaRefusedException">A character that no condition has.</exception>
    public static List<ConditionToken> Split(string condition, int line)
    {
        var tokens = new List<ConditionToken>();
        for (var i = 0; i < condition.Length; )
        {
            var start = i;
            if (char.IsWhiteSpace(condition[i]))
            {
                i++;
                continue;
            }

            if (condition[i] is '(' or ')')
            {
                i++;
            }
            else
            {
                while (i < condition.Length && IsNamePart(condition[i]))
                {
                    i++;
                }
            }

            if (i == start)
            {
                throw new SigmaRefusedException(
                    line,
                    condition[i] == '|'
                        ? "Aggregations ('| count() ...') are not part of Sigma 2: write a correlation."
                        : $"The condition has an unexpected '{condition[i]}' at position {i + 1}."
                );
            }

            tokens.Add(new ConditionToken(condition[start..i], start + 1));
        }

        return tokens;
    }

    private static bool IsNamePart(char letter) =>
        char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or '*' or '?';
}
