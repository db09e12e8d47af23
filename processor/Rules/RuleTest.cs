namespace Pipeline.Processor.Rules;

/// <summary>What a rule must do with some events: one line of a file beside it.</summary>
/// <param name="File">The file of tests.</param>
/// <param name="Line">Line in it.</param>
/// <param name="Matches">Whether the rule must alert.</param>
/// <param name="Events">Texts of the events, in order of arrival.</param>
internal sealed record RuleTest(string File, int Line, bool Matches, IReadOnlyList<byte[]> Events);
