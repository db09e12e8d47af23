namespace Pipeline.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Null(Golden.Difference("a\nb", "a\nb"));

    [Theory]
    [InlineData("a\nb\nc", "a\nX\nc", 2)]
    [InlineData("a\nb", "a\nb\nc", 2)]
    [InlineData("", "a", 1)]
    public void A_difference_names_its_line(string expected, string actual, int line) =>
        Assert.Contains($"line {line}:", Golden.Difference(expected, actual), StringComparison.Ordinal);
}
