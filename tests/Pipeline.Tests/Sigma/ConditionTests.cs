namespace Pipeline.Tests.Sigma;

public sealed class ConditionTests
{
    /// <summary>Selections whose truth is in their names.</summary>
    private const string Selections = """
        yes_a:
          outcome.result: FAILURE
        yes_b:
          eventType: user.session.start
        no_a:
          outcome.result: SUCCESS
        no_b:
          eventType: x
        _hidden:
          eventType: x
        """;

    [Theory]
    [InlineData("yes_a", true)]
    [InlineData("no_a", false)]
    [InlineData("not no_a", true)]
    [InlineData("not not no_a", false)]
    [InlineData("yes_a and no_a", false)]
    [InlineData("no_a or yes_a", true)]
    [InlineData("yes_a or yes_b and no_a", true)]
    [InlineData("(yes_a or yes_b) and no_a", false)]
    [InlineData("not (yes_a and no_a)", true)]
    [InlineData("not no_a and yes_a", true)]
    [InlineData("NOT no_a AND yes_a", true)]
    [InlineData("1 of yes_*", true)]
    [InlineData("all of yes_*", true)]
    [InlineData("1 of no_*", false)]
    [InlineData("not 1 of no_*", true)]
    [InlineData("1 of *_a", true)]
    [InlineData("all of *_a", false)]
    [InlineData("1 of *s_*", true)]
    [InlineData("any of no*", false)]
    [InlineData("1 of them", true)]
    [InlineData("all of them", false)]
    [InlineData("all of yes_a", true)]
    [InlineData("1 of _hidden", false)]
    [InlineData("all of y* and all of *b", false)]
    [InlineData("not all of *", true)]
    [InlineData("yes_a and not 1 of no_*", true)]
    [InlineData("((((yes_a))))", true)]
    [InlineData("[no_a, yes_a]", true)]
    [InlineData("[no_a, no_b]", false)]
    public void Conditions_follow_the_grammar(string condition, bool expected)
    {
        using var view = Samples.Event();
        Assert.Equal(expected, Samples.Matches(Samples.Rule($"{Selections}\ncondition: {condition}"), view));
    }

    [Theory]
    [InlineData("yes_a and", "ends")]
    [InlineData("and yes_a", "position 1")]
    [InlineData("yes_a yes_b", "position 7")]
    [InlineData("(yes_a", "')'")]
    [InlineData("yes_a)", "position 6")]
    [InlineData("typo", "'typo'")]
    [InlineData("1 of *hidden", "no selection")]
    [InlineData("2 of yes_*", "2 of")]
    [InlineData("1 of nothing*", "matches no selection")]
    [InlineData("1 of", "after 'of'")]
    [InlineData("yes_a | count() > 5", "correlation")]
    [InlineData("yes_a & no_a", "'&'")]
    [InlineData("''", "empty")]
    [InlineData("null", "no condition")]
    public void Other_texts_are_refused(string condition, string reason)
    {
        var yaml = condition is "''" or "null" ? condition : $"\"{condition}\"";
        var refusal = Samples.Refusal(Samples.Rule($"{Selections}\ncondition: {yaml}"));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_condition_is_refused() =>
        Assert.Contains("no condition", Samples.Refusal(Samples.Rule(Selections)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Parentheses_beyond_any_reason_are_refused_and_do_not_overflow_the_stack()
    {
        var condition = new string('(', 100_000) + "yes_a" + new string(')', 100_000);
        var refusal = Samples.Refusal(Samples.Rule($"{Selections}\ncondition: \"{condition}\""));
        Assert.Contains("nests deeper", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_negations_are_no_recursion()
    {
        using var view = Samples.Event();
        var condition = string.Concat(Enumerable.Repeat("not ", 100_000)) + "yes_a";
        Assert.True(Samples.Matches(Samples.Rule($"{Selections}\ncondition: \"{condition}\""), view));
    }

    [Theory]
    [InlineData("- outcome.result: SUCCESS\n- outcome.result: FAILURE\n  actor.type: User", true)]
    [InlineData("- outcome.result: SUCCESS\n- outcome.result: FAILURE\n  actor.type: Robot", false)]
    [InlineData("- mozilla\n- zebra", true)]
    [InlineData("- rawUserAgent", false)]
    [InlineData("- zebra\n- outcome.result: FAILURE", true)]
    [InlineData("'|all': [mozilla, dana]", true)]
    [InlineData("'|all': [mozilla, zebra]", false)]
    [InlineData("'|re': '^Moz.+5'", true)]
    [InlineData("- 64502", true)]
    [InlineData("- 'da*.com'", true)]
    public void Lists_are_OR_maps_are_AND_and_words_are_sought_in_values(string selection, bool expected)
    {
        using var view = Samples.Event();
        Assert.Equal(expected, Samples.Matches(Samples.Selection(selection), view));
    }
}
